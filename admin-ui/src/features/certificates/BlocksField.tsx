import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { FileDrop } from "../../ui/FileDrop";
import { Tag } from "../../ui/Tag";
import classes from "./MaterialSummary.module.css";
import { type Blocks, NO_BLOCKS, withFiles } from "./trustBundleForm";

interface BlocksFieldProps {
  /** What is dropped, one and many. */
  readonly noun: readonly [string, string];
  readonly label: string;
  readonly hint: string;
  readonly accept: readonly string[];
  readonly value: Blocks;
  /** What the gateway said of it. */
  readonly error: string | undefined;
  readonly read: (file: File) => Promise<readonly string[]>;
  readonly onChange: (value: Blocks) => void;
}

/** Files with PEM blocks of one kind, and how many there are by now. */
export function BlocksField({ noun, label, hint, accept, value, error, read, onChange }: BlocksFieldProps) {
  const [unreadable, setUnreadable] = useState<string>();
  const take = async (files: readonly File[]) => {
    try {
      onChange(await withFiles(value, files, read));
      setUnreadable(undefined);
    } catch (problem) {
      setUnreadable(problem instanceof Error ? problem.message : String(problem));
    }
  };
  const count = value.blocks.length;
  return (
    <div className={classes["field"]}>
      <FileDrop
        label={label}
        hint={!value.dropped && count > 0 ? `What is dropped replaces the ${noun[1]} that are there. ${hint}` : hint}
        accept={accept}
        error={unreadable ?? error}
        onFiles={(files) => void take(files)}
      />
      {count > 0 && (
        <div className={classes["summary"]} role="status">
          <Tag tone="iris">
            {count} {noun[count === 1 ? 0 : 1]}
          </Tag>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Remove the ${noun[1]}`}
            onClick={() => onChange(NO_BLOCKS)}
          >
            <IconX size={16} aria-hidden="true" />
          </ActionIcon>
        </div>
      )}
    </div>
  );
}
