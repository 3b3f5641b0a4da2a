import { Button, Group } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { Callout } from "./Callout";
import classes from "./ConflictNotice.module.css";

interface ConflictNoticeProps {
  /** What was changed, such as "host". */
  readonly subject: string;
  readonly changes: readonly { readonly field: string; readonly before: string; readonly after: string }[];
  readonly busy: boolean;
  /** Mine is what I changed, and leaves the rest of theirs as it is. */
  readonly merges?: boolean;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

/** Someone else saved first: shows what they changed and lets the user choose; nothing is lost silently. */
export function ConflictNotice(props: ConflictNoticeProps) {
  const { subject, changes, busy, merges = false, onTakeTheirs, onKeepMine } = props;
  return (
    <Callout tone="warning" icon={<IconGitMerge />} title={`Someone else changed this ${subject}`} urgent>
      <p className={classes["text"]}>
        It was saved by someone else after you opened it, so yours was not saved. They changed:
      </p>
      <ul className={classes["changes"]}>
        {changes.map(({ field, before, after }) => (
          <li key={field}>
            <code>{field}</code> from <del>{before === "" ? "nothing" : before}</del> to{" "}
            <ins>{after === "" ? "nothing" : after}</ins>
          </li>
        ))}
      </ul>
      <Group gap="xs" mt="sm">
        <Button size="compact-sm" onClick={onTakeTheirs}>
          Load their version
        </Button>
        <Button size="compact-sm" variant="default" loading={busy} onClick={onKeepMine}>
          {merges ? "Save my changes on top" : "Save mine over it"}
        </Button>
      </Group>
    </Callout>
  );
}
