import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createHost, keys } from "../../api/queries";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { BackToHosts } from "./BackToHosts";
import { HostForm } from "./HostForm";
import { type HostValues, NEW_HOST, newHost } from "./hostForm";

/** @param onCreated goes to the new host, where its routes are added */
export function NewHostPage({ onCreated }: { readonly onCreated: (hostId: string) => void }) {
  const client = useQueryClient();
  const creation = useMutation({
    mutationFn: (values: HostValues) => createHost(newHost(values)),
    onSuccess: async (host) => {
      await client.invalidateQueries({ queryKey: keys.hosts });
      onCreated(host.id);
    },
  });
  return (
    <Page title="Add host" lead="Its routes are added next." back={<BackToHosts />}>
      <Panel>
        <HostForm
          initial={NEW_HOST}
          submitLabel="Add host"
          busy={creation.isPending}
          error={creation.error}
          onSubmit={(values) => creation.mutate(values)}
        />
      </Panel>
    </Page>
  );
}
