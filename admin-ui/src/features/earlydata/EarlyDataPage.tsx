import { IconBolt, IconServer2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { explain } from "../../api/errors";
import type { EarlyDataGate, Replica } from "../../api/generated/schema";
import { earlyDataQuery, outcomesQuery, replicasQuery } from "../../api/queries";
import { explainEarlyData, spaced } from "../../api/reasons";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { Tag } from "../../ui/Tag";
import { formatMoment } from "../../ui/time";
import { KillSwitchPanel } from "./KillSwitchPanel";
import { earlyOutcomes, replicaLabel, replicaPhase } from "./rollout";
import { TicketKeysPanel } from "./TicketKeysPanel";
import { WideningPanel } from "./WideningPanel";

/** Whether early data goes through at all, on which replicas, and what became of it. */
export function EarlyDataPage() {
  const { data: gate, error, refetch } = useQuery(earlyDataQuery);
  const { data: replicas } = useQuery(replicasQuery);
  return (
    <Page
      title="Early data"
      lead="0-RTT as a whole: one switch for all of it, the replicas that act by its policy, and what became of it."
    >
      {error !== null && (
        <Notice tone="error" {...explain(error)} actionLabel="Try again" onAction={() => void refetch()} />
      )}
      {gate?.reason === "policyStale" && (
        <Notice
          tone="warning"
          title="This replica refuses early data"
          detail="It has not seen its policy in the database for too long. Everything else is served on."
        />
      )}
      <KillSwitchPanel />
      <WideningPanel stages={gate?.underWay ?? []} replicas={replicas?.items ?? []} />
      <ReplicasPanel underWay={gate?.underWay ?? []} />
      <TicketKeysPanel />
      <OutcomesPanel />
    </Page>
  );
}

function ReplicasPanel({ underWay }: { readonly underWay: EarlyDataGate["underWay"] }) {
  const { data, error, isPending } = useQuery(replicasQuery);
  return (
    <Panel
      title="Replicas"
      lead="Processes that serve from this database. What lets early data do more waits until each of them has it."
      flush
      notice={error === null ? undefined : <Notice tone="error" {...explain(error)} />}
    >
      {error === null && (
        <DataTable
          caption="Replicas"
          columns={replicaColumns(underWay, data?.items ?? [])}
          rows={data?.items ?? []}
          rowKey={({ id }) => id}
          loading={isPending}
          empty={
            <EmptyState icon={<IconServer2 />} title="No replica is registered">
              Each registers itself once it reaches the database.
            </EmptyState>
          }
        />
      )}
    </Panel>
  );
}

const replicaColumns = (underWay: EarlyDataGate["underWay"], replicas: readonly Replica[]): Column<Replica>[] => [
  {
    header: "Name",
    rowHeader: true,
    cell: (replica) => (
      <span>
        {replicaLabel(replica, replicas)} {replica.self && <Tag tone="iris">this one</Tag>}
      </span>
    ),
  },
  { header: "Serves revision", numeric: true, cell: (replica) => replica.appliedRevision },
  { header: "Early-data revision", numeric: true, cell: (replica) => replica.earlyDataRevision },
  {
    header: "Early data",
    cell: (replica) => (
      <Tag tone={replica.earlyDataHeld ? (underWay.length > 0 ? "amber" : "teal") : "red"}>
        {replicaPhase(replica, underWay)}
      </Tag>
    ),
  },
  { header: "Seen", cell: (replica) => formatMoment(replica.seenAt) },
  { header: "Trouble", cell: (replica) => replica.trouble ?? "none" },
];

function OutcomesPanel() {
  const { data, error, isPending } = useQuery(outcomesQuery);
  return (
    <Panel
      title="What became of it"
      lead="Of the latest handshakes that this replica remembers; the meters count all of them."
      flush
      notice={error === null ? undefined : <Notice tone="error" {...explain(error)} />}
    >
      {error === null && (
        <DataTable
          caption="Outcomes of early data"
          columns={OUTCOME_COLUMNS}
          rows={earlyOutcomes(data?.byEarlyDataReason ?? {})}
          rowKey={({ reason }) => reason}
          loading={isPending}
          empty={
            <EmptyState icon={<IconBolt />} title="No early data yet">
              Clients send it once they hold a ticket that allows it.
            </EmptyState>
          }
        />
      )}
    </Panel>
  );
}

const OUTCOME_COLUMNS: Column<{ reason: string; count: number }>[] = [
  {
    header: "Outcome",
    rowHeader: true,
    cell: ({ reason }) => <Tag tone={reason === "accepted" ? "teal" : "plain"}>{spaced(reason)}</Tag>,
  },
  { header: "Handshakes", numeric: true, cell: ({ count }) => count.toLocaleString() },
  {
    header: "Meaning",
    cell: ({ reason }) => (reason === "accepted" ? "It was let in." : explainEarlyData(reason)),
  },
];
