import { UnstyledButton } from "@mantine/core";
import { IconBoltOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type Handshake, outcomeOf } from "../../api/handshake";
import { explainFailure, spaced } from "../../api/reasons";
import { type Column, DataTable } from "../../ui/DataTable";
import { Tag } from "../../ui/Tag";
import { formatClock } from "../../ui/time";
import classes from "./HandshakeTable.module.css";
import { OutcomeTag } from "./outcomes";

interface HandshakeTableProps {
  readonly handshakes: readonly Handshake[];
  readonly empty: ReactNode;
  readonly onOpen: (handshake: Handshake) => void;
}

export function HandshakeTable({ handshakes, empty, onOpen }: HandshakeTableProps) {
  return (
    <DataTable
      caption="Handshakes, newest first"
      dense
      columns={columns(onOpen)}
      rows={handshakes}
      rowKey={(handshake) => handshake.id}
      empty={empty}
    />
  );
}

const columns = (onOpen: (handshake: Handshake) => void): Column<Handshake>[] => [
  { header: "Time", cell: (handshake) => <span className={classes["mono"]}>{formatClock(handshake.time)}</span> },
  { header: "Outcome", cell: (handshake) => <OutcomeTag outcome={outcomeOf(handshake)} /> },
  {
    header: "Server name",
    rowHeader: true,
    cell: (handshake) => (
      <UnstyledButton
        className={classes["open"] ?? ""}
        onClick={() => onOpen(handshake)}
        aria-label={`Details of ${handshake.sni ?? "a handshake without server name"} at ${formatClock(handshake.time)}`}
      >
        {handshake.sni ?? <span className={classes["none"]}>no server name</span>}
      </UnstyledButton>
    ),
  },
  { header: "What happened", cell: (handshake) => <Story handshake={handshake} /> },
  {
    header: "Took",
    numeric: true,
    cell: (handshake) => <span className={classes["mono"]}>{`${handshake.durationMillis.toFixed(1)} ms`}</span>,
  },
];

function Story({ handshake }: { readonly handshake: Handshake }) {
  if (handshake.result === "failure") {
    const reason = handshake.failure?.reason;
    // Where the alert is all that is known, its meaning says more than its name a second time.
    const words = reason === handshake.alert ? explainFailure(reason, handshake.alert) : spaced(reason);
    return (
      <span className={classes["failure"]}>
        {handshake.alert !== undefined && <code className={classes["code"]}>{handshake.alert}</code>}
        <span>{words ?? "no reason given"}</span>
      </span>
    );
  }
  return (
    <span className={classes["story"]}>
      <span className={classes["mono"]}>{[handshake.cipher, handshake.group].filter(Boolean).join(" · ")}</span>
      <EarlyDataTag handshake={handshake} />
    </span>
  );
}

function EarlyDataTag({ handshake }: { readonly handshake: Handshake }) {
  switch (handshake.earlyData) {
    case "rejected":
      return (
        <Tag icon={<IconBoltOff aria-hidden="true" />}>early data refused: {spaced(handshake.earlyDataReason)}</Tag>
      );
    case "accepted":
    case "not_offered":
      return null;
  }
}
