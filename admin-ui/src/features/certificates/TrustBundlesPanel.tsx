import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { IconPencil, IconPlus, IconShieldCheck, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { explain } from "../../api/errors";
import type { TrustBundle } from "../../api/generated/schema";
import { deleteTrustBundle, keys, trustBundleQuery, trustBundlesQuery } from "../../api/queries";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Names } from "../../ui/Names";
import { Notice } from "../../ui/Notice";
import { Panel } from "../../ui/Panel";
import { RevocationCell } from "./RevocationCell";
import { TrustBundleDialog } from "./TrustBundleDialog";

/** The authorities that certify clients of a host, or an upstream, and whom they take their word back for. */
export function TrustBundlesPanel() {
  const { data: bundles = [], error, isPending, refetch } = useQuery(trustBundlesQuery);
  const [editing, setEditing] = useState<{ readonly id: string | undefined }>();
  const [deleting, setDeleting] = useState<TrustBundle>();
  return (
    <Panel
      title="Trust bundles"
      lead="Authorities that certify clients of a host, or an upstream."
      flush
      notice={
        error === null ? undefined : (
          <Notice tone="error" {...explain(error)} actionLabel="Try again" onAction={() => void refetch()} />
        )
      }
      actions={
        <Button
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setEditing({ id: undefined })}
        >
          Add trust bundle
        </Button>
      }
    >
      {error === null && (
        <DataTable
          caption="Trust bundles"
          columns={columns(({ id }) => setEditing({ id }), setDeleting)}
          rows={bundles}
          rowKey={(bundle) => bundle.id}
          loading={isPending}
          empty={
            <EmptyState icon={<IconShieldCheck />} title="No trust bundles">
              Needed only where clients show certificates, or where an upstream's is not from a public authority.
            </EmptyState>
          }
        />
      )}
      <TrustBundleDialog opened={editing !== undefined} bundleId={editing?.id} onClose={() => setEditing(undefined)} />
      <DeleteTrustBundle bundle={deleting} onClose={() => setDeleting(undefined)} />
    </Panel>
  );
}

const columns = (
  onEdit: (bundle: TrustBundle) => void,
  onDelete: (bundle: TrustBundle) => void,
): Column<TrustBundle>[] => [
  {
    header: "Name",
    rowHeader: true,
    cell: (bundle) => (
      <Text fw={600} inherit>
        {bundle.name}
      </Text>
    ),
  },
  { header: "Authorities", cell: (bundle) => <Names names={bundle.subjects} /> },
  { header: "Revocation lists", cell: (bundle) => <RevocationCell lists={bundle.revocationLists} /> },
  {
    header: "Actions",
    actions: true,
    cell: (bundle) => (
      <Group gap={4} justify="flex-end" wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Edit trust bundle ${bundle.name}`}
          onClick={() => onEdit(bundle)}
        >
          <IconPencil size={17} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Delete trust bundle ${bundle.name}`}
          onClick={() => onDelete(bundle)}
        >
          <IconTrash size={17} aria-hidden="true" />
        </ActionIcon>
      </Group>
    ),
  },
];

interface DeleteTrustBundleProps {
  readonly bundle: TrustBundle | undefined;
  readonly onClose: () => void;
}

function DeleteTrustBundle({ bundle, onClose }: DeleteTrustBundleProps) {
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: async (id: string) => {
      const { etag } = await client.fetchQuery({ ...trustBundleQuery(id), staleTime: 0 });
      await deleteTrustBundle(id, etag);
    },
    onSuccess: async () => {
      close();
      await client.invalidateQueries({ queryKey: keys.trustBundles });
    },
  });
  const close = () => {
    removal.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={bundle !== undefined}
      title={`Delete ${bundle?.name ?? ""}?`}
      confirmLabel="Delete trust bundle"
      busy={removal.isPending}
      onConfirm={() => bundle !== undefined && removal.mutate(bundle.id)}
      onClose={close}
    >
      {removal.isError ? (
        <Notice tone="error" {...explain(removal.error)} />
      ) : (
        <Text>Nothing will be certified by it any more.</Text>
      )}
    </ConfirmDialog>
  );
}
