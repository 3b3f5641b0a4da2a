import { Loader, Modal, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changesBetween } from "../../api/changes";
import type { Tagged } from "../../api/client";
import { explain } from "../../api/errors";
import type { TrustBundle } from "../../api/generated/schema";
import { createTrustBundle, keys, replaceTrustBundle, trustBundleQuery } from "../../api/queries";
import { useConditionalSave } from "../../api/useConditionalSave";
import { ConflictNotice } from "../../ui/ConflictNotice";
import { Notice } from "../../ui/Notice";
import { TrustBundleForm } from "./TrustBundleForm";
import {
  comparable,
  fromTrustBundle,
  NEW_TRUST_BUNDLE,
  type TrustBundleValues,
  toTrustBundleInput,
} from "./trustBundleForm";

interface TrustBundleDialogProps {
  readonly opened: boolean;
  /** The bundle to edit; without it a new one is added. */
  readonly bundleId: string | undefined;
  readonly onClose: () => void;
}

export function TrustBundleDialog({ opened, bundleId, onClose }: TrustBundleDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={<Text fw={650}>{bundleId === undefined ? "Add trust bundle" : "Edit trust bundle"}</Text>}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {bundleId === undefined ? <NewBundle onDone={onClose} /> : <LoadedBundle bundleId={bundleId} onDone={onClose} />}
    </Modal>
  );
}

function NewBundle({ onDone }: { readonly onDone: () => void }) {
  const client = useQueryClient();
  const creation = useMutation({
    mutationFn: (values: TrustBundleValues) => createTrustBundle(toTrustBundleInput(values)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.trustBundles });
      onDone();
    },
  });
  return (
    <TrustBundleForm
      initial={NEW_TRUST_BUNDLE}
      submitLabel="Add trust bundle"
      busy={creation.isPending}
      error={creation.error}
      onSubmit={(values) => creation.mutate(values)}
    />
  );
}

function LoadedBundle({ bundleId, onDone }: { readonly bundleId: string; readonly onDone: () => void }) {
  // Never from the cache: an edit starts from what is so now.
  const { data, error } = useQuery({ ...trustBundleQuery(bundleId), gcTime: 0 });
  if (data === undefined) {
    return error === null ? (
      <Loader type="dots" aria-label="Loading the trust bundle" />
    ) : (
      <Notice tone="error" {...explain(error)} />
    );
  }
  return <BundleEditor opened={data} onDone={onDone} />;
}

function BundleEditor({ opened, onDone }: { readonly opened: Tagged<TrustBundle>; readonly onDone: () => void }) {
  const client = useQueryClient();
  const [base, setBase] = useState(opened);
  const { id } = base.value;
  const saving = useConditionalSave({
    save: (values: TrustBundleValues, etag) => replaceTrustBundle(id, etag, toTrustBundleInput(values)),
    reload: () => client.fetchQuery({ ...trustBundleQuery(id), staleTime: 0 }),
    onSaved: async () => {
      await client.invalidateQueries({ queryKey: keys.trustBundles, exact: true });
      notifications.show({
        color: "teal",
        title: "Trust bundle saved",
        message: "Whoever it no longer certifies is let in neither with a certificate nor with a ticket.",
      });
      onDone();
    },
  });
  const { theirs } = saving;
  return (
    <TrustBundleForm
      key={base.etag}
      initial={fromTrustBundle(base.value)}
      submitLabel="Save trust bundle"
      busy={saving.busy}
      error={saving.error}
      onSubmit={(values) => saving.save(values, base.etag)}
      notice={(values) =>
        theirs !== undefined && (
          <ConflictNotice
            subject="trust bundle"
            changes={changesBetween(comparable(base.value), comparable(theirs.value))}
            busy={saving.busy}
            onTakeTheirs={() => {
              setBase(theirs);
              saving.settle();
            }}
            onKeepMine={() => saving.save(values, theirs.etag)}
          />
        )
      }
    />
  );
}
