import { Button, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerPlay, IconPower } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Tagged } from "../../api/client";
import { explain, isStale } from "../../api/errors";
import type { KillSwitch } from "../../api/generated/schema";
import { keys, killSwitchQuery, setKillSwitch } from "../../api/queries";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Facts } from "../../ui/Facts";
import { Notice } from "../../ui/Notice";
import { Panel } from "../../ui/Panel";
import { Tag } from "../../ui/Tag";
import { formatMoment } from "../../ui/time";

/** One switch for all early data of every replica. */
export function KillSwitchPanel() {
  const { data, dataUpdatedAt, error } = useQuery(killSwitchQuery);
  const [asked, setAsked] = useState<Tagged<KillSwitch>>();
  const [asking, setAsking] = useState(false);
  if (data === undefined) {
    return <Panel title="Kill switch">{error !== null && <Notice tone="error" {...explain(error)} />}</Panel>;
  }
  const { engaged, note, changedBy, changedAt, enabledBySettings } = data.value;
  const ask = () => {
    setAsked(data);
    setAsking(true);
  };
  const state = engaged ? <Tag tone="red">engaged</Tag> : <Tag tone="teal">released</Tag>;
  return (
    <Panel
      title="Kill switch"
      lead="Refuses all early data within two seconds on every replica that reaches the database; one that is cut off refuses it when its lease is over. Handshakes and resumption go on as before."
      actions={
        engaged ? (
          <Button variant="default" leftSection={<IconPlayerPlay size={16} aria-hidden="true" />} onClick={ask}>
            Let early data in again
          </Button>
        ) : (
          <Button color="red.9" leftSection={<IconPower size={16} aria-hidden="true" />} onClick={ask}>
            Switch early data off
          </Button>
        )
      }
    >
      {error !== null && (
        <Notice
          tone="warning"
          title="The switch may stand otherwise by now"
          detail={`It could not be asked: ${explain(error).title}. What follows is from ${formatMoment(dataUpdatedAt)}.`}
        />
      )}
      {!enabledBySettings && (
        <Notice
          tone="warning"
          title="Off by the settings of this replica"
          detail="postern.early-data.enabled is false in its environment, whatever the switch says."
        />
      )}
      <Facts
        facts={[
          ["State", state],
          ["Note", note],
          ["Changed by", changedBy],
          ["Changed", changedBy === "" ? "" : formatMoment(changedAt)],
        ]}
      />
      {asked !== undefined && (
        <SwitchDialog asked={asked} now={data} opened={asking} onClose={() => setAsking(false)} />
      )}
    </Panel>
  );
}

interface SwitchDialogProps {
  /**
   * As it was when the dialog was opened. What somebody else does meanwhile must not turn the question round under the
   * pointer: two who switch off at the same time would switch on again.
   */
  readonly asked: Tagged<KillSwitch>;
  readonly now: Tagged<KillSwitch>;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function SwitchDialog({ asked, now, opened, onClose }: SwitchDialogProps) {
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const engage = !asked.value.engaged;
  const change = useMutation({
    mutationFn: () => setKillSwitch(asked.etag, { engaged: engage, note }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.earlyData });
      notifications.show({
        color: engage ? "red" : "teal",
        title: engage ? "Early data is off" : "Early data is let in again",
        message: engage
          ? "Every replica that reaches the database refuses it within two seconds."
          : "With several replicas, once all of them have heard of it.",
      });
      close();
    },
    onError: (error) => (isStale(error) ? client.invalidateQueries({ queryKey: keys.killSwitch }) : undefined),
  });
  const tooLate = isStale(change.error);
  const close = () => {
    change.reset();
    setNote("");
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      title={engage ? "Switch all early data off?" : "Let early data in again?"}
      confirmLabel={engage ? "Switch off" : "Let in"}
      busy={change.isPending}
      pointless={tooLate}
      onConfirm={() => change.mutate()}
      onClose={close}
    >
      {tooLate && (
        <Notice
          tone="error"
          title="Somebody else changed the kill switch"
          detail={`${now.etag === asked.etag ? "It was changed" : whatOthersDid(now.value)} after you opened this, so nothing came of yours. Close this and see what is left to do.`}
        />
      )}
      {change.isError && !tooLate && <Notice tone="error" {...explain(change.error)} />}
      <Text>
        {engage
          ? "Clients lose the round trip that 0-RTT saves them, and nothing else."
          : "Hosts and routes act on it again as they are configured."}
      </Text>
      <Textarea
        label="Note"
        description="Why, for those who come later"
        maxLength={500}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}

const whatOthersDid = ({ engaged, changedBy }: KillSwitch): string =>
  `It was ${engaged ? "engaged" : "released"}${changedBy === "" ? "" : ` by ${changedBy}`}`;
