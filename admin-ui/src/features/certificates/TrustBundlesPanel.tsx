import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconShieldCheck, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { byField, explain } from "../../api/errors";
import type { TrustBundle } from "../../api/generated/schema";
import { createTrustBundle, deleteTrustBundle, keys, trustBundleQuery, trustBundlesQuery } from "../../api/queries";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { FileDrop } from "../../ui/FileDrop";
import { Names } from "../../ui/Names";
import { Notice } from "../../ui/Notice";
import { Panel } from "../../ui/Panel";
import { readPem } from "./pem";

/** The authorities that certify clients of a host, or an upstream. */
export function TrustBundlesPanel() {
  const { data: bundles = [], error, isPending, refetch } = useQuery(trustBundlesQuery);
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<TrustBundle>();
  if (error !== null) {
    return <Notice tone="error" {...explain(error)} actionLabel="Try again" onAction={() => void refetch()} />;
  }
  return (
    <Panel
      title="Trust bundles"
      lead="Authorities that certify clients of a host, or an upstream."
      flush
      actions={
        <Button variant="light" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
          Add trust bundle
        </Button>
      }
    >
      <DataTable
        caption="Trust bundles"
        columns={columns(setDeleting)}
        rows={bundles}
        rowKey={(bundle) => bundle.id}
        loading={isPending}
        empty={
          <EmptyState icon={<IconShieldCheck />} title="No trust bundles">
            Needed only where clients show certificates, or where an upstream's is not from a public authority.
          </EmptyState>
        }
      />
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        size="lg"
        title={<Text fw={650}>Add trust bundle</Text>}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <TrustBundleForm onDone={() => setAdding(false)} />
      </Modal>
      <DeleteTrustBundle bundle={deleting} onClose={() => setDeleting(undefined)} />
    </Panel>
  );
}

const columns = (onDelete: (bundle: TrustBundle) => void): Column<TrustBundle>[] => [
  { header: "Name", rowHeader: true, cell: (bundle) => <Text fw={600}>{bundle.name}</Text> },
  { header: "Authorities", cell: (bundle) => <Names names={bundle.subjects} /> },
  {
    header: "Actions",
    actions: true,
    cell: (bundle) => (
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Delete trust bundle ${bundle.name}`}
        onClick={() => onDelete(bundle)}
      >
        <IconTrash size={17} aria-hidden="true" />
      </ActionIcon>
    ),
  },
];

function TrustBundleForm({ onDone }: { readonly onDone: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [certificates, setCertificates] = useState<readonly string[]>([]);
  const creation = useMutation({
    mutationFn: createTrustBundle,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.trustBundles });
      onDone();
    },
  });
  const { known, other } = byField(creation.error, { "/name": "name", "/pem": "pem" });
  const take = async (files: readonly File[]) => {
    const texts = await Promise.all(files.map((file) => file.text()));
    const found = texts.flatMap((text) => readPem(text).certificates);
    setCertificates((kept) => [...new Set([...kept, ...found])]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creation.mutate({ name: name.trim(), pem: `${certificates.join("\n")}\n` });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {creation.isError && <Notice tone="error" {...explain(creation.error)} items={other} />}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          data-autofocus
          value={name}
          error={known["name"]}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <FileDrop
          label="Drop the authorities' PEM files here, or choose them"
          hint={
            certificates.length === 0 ? "Certificates only, no keys." : `${certificates.length} authorities so far.`
          }
          accept={[".pem", ".crt", ".cer"]}
          onFiles={(files) => void take(files)}
        />
        {known["pem"] !== undefined && <Notice tone="error" title={known["pem"]} />}
        <Group justify="flex-end">
          <Button type="submit" loading={creation.isPending} disabled={certificates.length === 0 || name.trim() === ""}>
            Add trust bundle
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

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
