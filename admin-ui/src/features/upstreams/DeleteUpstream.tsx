import { Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { explain } from "../../api/errors";
import type { Upstream } from "../../api/generated/schema";
import { deleteUpstream, keys, upstreamQuery } from "../../api/queries";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Notice } from "../../ui/Notice";

interface DeleteUpstreamProps {
  readonly upstream: Upstream | undefined;
  readonly onClose: () => void;
}

export function DeleteUpstream({ upstream, onClose }: DeleteUpstreamProps) {
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: async (id: string) => {
      const { etag } = await client.fetchQuery({ ...upstreamQuery(id), staleTime: 0 });
      await deleteUpstream(id, etag);
    },
    onSuccess: async () => {
      close();
      await client.invalidateQueries({ queryKey: keys.upstreams });
    },
  });
  const close = () => {
    removal.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={upstream !== undefined}
      title={`Delete ${upstream?.name ?? ""}?`}
      confirmLabel="Delete upstream"
      busy={removal.isPending}
      onConfirm={() => upstream !== undefined && removal.mutate(upstream.id)}
      onClose={close}
    >
      {removal.isError ? (
        <Notice tone="error" {...explain(removal.error)} />
      ) : (
        <Text>Requests that are on their way to it are finished first.</Text>
      )}
    </ConfirmDialog>
  );
}
