import { Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { explain } from "../../api/errors";
import type { Certificate } from "../../api/generated/schema";
import { certificateQuery, deleteCertificate, keys } from "../../api/queries";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Notice } from "../../ui/Notice";

interface DeleteCertificateProps {
  readonly certificate: Certificate | undefined;
  readonly onClose: () => void;
}

/** Deletes a certificate that nothing uses; else shows what does. */
export function DeleteCertificate({ certificate, onClose }: DeleteCertificateProps) {
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: async (id: string) => {
      const { etag } = await client.fetchQuery({ ...certificateQuery(id), staleTime: 0 });
      await deleteCertificate(id, etag);
    },
    onSuccess: async () => {
      close();
      await client.invalidateQueries({ queryKey: keys.certificates });
    },
  });
  const close = () => {
    removal.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={certificate !== undefined}
      title={`Delete ${certificate?.name ?? ""}?`}
      confirmLabel="Delete certificate"
      busy={removal.isPending}
      onConfirm={() => certificate !== undefined && removal.mutate(certificate.id)}
      onClose={close}
    >
      {removal.isError ? (
        <Notice tone="error" {...explain(removal.error)} />
      ) : (
        <Text>Its private key is deleted with it. This cannot be undone.</Text>
      )}
    </ConfirmDialog>
  );
}
