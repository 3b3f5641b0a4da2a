import type { Replica } from "../../api/generated/schema";
import { type Column, DataTable } from "../../ui/DataTable";
import { Panel } from "../../ui/Panel";
import { Tag } from "../../ui/Tag";
import { explainStage, type Stage } from "./rollout";

interface WideningPanelProps {
  readonly stages: readonly Stage[];
  readonly replicas: readonly Replica[];
}

/** Changes that let early data do more and are not in effect yet; nothing where there is none. */
export function WideningPanel({ stages, replicas }: WideningPanelProps) {
  if (stages.length === 0) {
    return null;
  }
  return (
    <Panel
      title="Changes that wait"
      lead="What only they grant is refused or held (policy phase). What narrows is in effect at once and never waits."
      flush
    >
      <DataTable
        caption="Changes that wait"
        columns={columns(replicas)}
        rows={stages}
        rowKey={({ revision }) => revision}
        empty={null}
      />
    </Panel>
  );
}

const columns = (replicas: readonly Replica[]): Column<Stage>[] => [
  { header: "Revision", rowHeader: true, cell: ({ revision }) => revision },
  {
    header: "Phase",
    cell: ({ phase }) => <Tag tone={phase === "prepare" ? "amber" : "teal"}>{phase}</Tag>,
  },
  { header: "What it waits for", cell: (stage) => explainStage(stage, replicas) },
];
