import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconKey, IconRotate, IconTicketOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { explain } from "../../api/errors";
import type { TicketKey } from "../../api/generated/schema";
import { keys, revokeAllTickets, rotateTicketKeys, ticketKeysQuery } from "../../api/queries";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Notice } from "../../ui/Notice";
import { Panel } from "../../ui/Panel";
import { Tag, type Tone } from "../../ui/Tag";
import { durationInWords, MEANING, secondsOf } from "./ticketKeys";

/** The keys that seal tickets, one ring for all replicas. */
export function TicketKeysPanel() {
  const { data, error, isPending } = useQuery(ticketKeysQuery);
  const [asking, setAsking] = useState<"rotate" | "revoke">();
  const rotation = useRotation();
  // The ring keeps one generation that only opens; whatever is not known is asked about.
  const mayLose = data === undefined || error !== null || data.items.some(({ role }) => role === "previous");
  const failure = error ?? rotation.error;
  return (
    <Panel
      title="Ticket keys"
      lead={`They seal the tickets of every replica${data === undefined ? "." : `, and rotate every ${durationInWords(secondsOf(data.rotationPeriod))}.`}`}
      flush
      notice={failure === null ? undefined : <Notice tone="error" {...explain(failure)} />}
      actions={
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconRotate size={16} aria-hidden="true" />}
            loading={rotation.isPending}
            onClick={() => (mayLose ? setAsking("rotate") : rotation.mutate("Tickets that are out still open."))}
          >
            Rotate now
          </Button>
          <Button
            color="red.9"
            leftSection={<IconTicketOff size={16} aria-hidden="true" />}
            onClick={() => setAsking("revoke")}
          >
            Revoke all tickets
          </Button>
        </Group>
      }
    >
      {error === null && (
        <DataTable
          caption="Ticket keys"
          columns={COLUMNS}
          rows={data?.items ?? []}
          rowKey={({ id }) => id}
          loading={isPending}
          empty={
            <EmptyState icon={<IconKey />} title="No ticket keys">
              Without one no ticket is issued, and none opens.
            </EmptyState>
          }
        />
      )}
      <RotateDialog opened={asking === "rotate"} onClose={() => setAsking(undefined)} />
      <RevokeDialog opened={asking === "revoke"} onClose={() => setAsking(undefined)} />
    </Panel>
  );
}

const TONES: Readonly<Record<TicketKey["role"], Tone>> = { next: "iris", current: "teal", previous: "plain" };

const COLUMNS: Column<TicketKey>[] = [
  { header: "Role", rowHeader: true, cell: ({ role }) => <Tag tone={TONES[role]}>{role}</Tag> },
  { header: "Key", cell: ({ id }) => <code title={id}>{id.slice(0, 8)}</code> },
  { header: "Age", cell: ({ ageSeconds }) => durationInWords(ageSeconds) },
  { header: "What it is for", cell: ({ role }) => MEANING[role] },
];

/** Its variable is what became of the tickets that are out. */
function useRotation(onDone: () => void = () => undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (_outcome: string) => rotateTicketKeys(),
    onSuccess: async (_, outcome) => {
      await client.invalidateQueries({ queryKey: keys.ticketKeys });
      notifications.show({ color: "teal", title: "Ticket keys rotated", message: outcome });
      onDone();
    },
  });
}

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** There is a key that only opens, and a rotation destroys it: two of them in a row would end every ticket unasked. */
function RotateDialog({ opened, onClose }: DialogProps) {
  const rotation = useRotation(() => close());
  const close = () => {
    rotation.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      title="Rotate ticket keys again?"
      confirmLabel="Rotate"
      busy={rotation.isPending}
      onConfirm={() => rotation.mutate("Those of before the rotation before this one no longer open.")}
      onClose={close}
    >
      {rotation.isError && <Notice tone="error" {...explain(rotation.error)} />}
      <Text>
        Tickets from before the last rotation no longer open then: the key that opens them is destroyed. Their
        clients&rsquo; next handshake is a full one, without early data. Tickets that were issued since still open.
      </Text>
    </ConfirmDialog>
  );
}

function RevokeDialog({ opened, onClose }: DialogProps) {
  const client = useQueryClient();
  const revocation = useMutation({
    mutationFn: revokeAllTickets,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.ticketKeys });
      notifications.show({
        color: "red",
        title: "All tickets are revoked",
        message: "Every replica that reaches the database takes the new keys within two seconds.",
      });
      close();
    },
  });
  const close = () => {
    revocation.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      title="Revoke all tickets?"
      confirmLabel="Revoke all"
      busy={revocation.isPending}
      onConfirm={() => revocation.mutate()}
      onClose={close}
    >
      {revocation.isError && <Notice tone="error" {...explain(revocation.error)} />}
      <Text>
        Every ticket that was issued so far is worth nothing, on every replica that reaches the database: for a key that
        may have leaked. Each client&rsquo;s next handshake is a full one, without early data. A replica that is cut off
        opens tickets of before until it reaches the database again.
      </Text>
    </ConfirmDialog>
  );
}
