import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { byField, explain } from "../../api/errors";
import type { Certificate } from "../../api/generated/schema";
import { createCertificate, keys, replaceCertificate } from "../../api/queries";
import { FileDrop } from "../../ui/FileDrop";
import { Notice } from "../../ui/Notice";
import { FindingNotices } from "./CertificateDetails";
import { MaterialSummary } from "./MaterialSummary";
import { type Material, missing, NOTHING, readFiles, toInput } from "./pem";

interface UploadCertificateProps {
  readonly opened: boolean;
  /** The certificate that gets a new version; without it a new one is added. */
  readonly replaces?: Certificate | undefined;
  readonly onClose: () => void;
}

export function UploadCertificate({ opened, replaces, onClose }: UploadCertificateProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={<Text fw={650}>{replaces === undefined ? "Add certificate" : `Replace ${replaces.name}`}</Text>}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <UploadForm replaces={replaces} onClose={onClose} />
    </Modal>
  );
}

const FIELDS = {
  "/name": "name",
  "/passphrase": "passphrase",
  "/pkcs12": "files",
  "/chainPem": "files",
  "/privateKeyPem": "files",
};

function UploadForm({ replaces, onClose }: Pick<UploadCertificateProps, "replaces" | "onClose">) {
  const [material, setMaterial] = useState<Material>(NOTHING);
  const [unreadable, setUnreadable] = useState<string>();
  const [name, setName] = useState(replaces?.name ?? "");
  const [passphrase, setPassphrase] = useState("");
  const upload = useUpload(replaces, onClose);
  const { known, other } = byField(upload.error, FIELDS);
  const lacking = missing(material);

  const take = async (files: readonly File[]) => {
    upload.reset();
    try {
      setMaterial(await readFiles(material, files));
      setUnreadable(undefined);
    } catch (error) {
      setUnreadable(error instanceof Error ? error.message : String(error));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    upload.mutate({ name: name.trim(), ...toInput(material, passphrase) });
  };

  if (upload.isSuccess) {
    return <Outcome certificate={upload.data} onClose={onClose} />;
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {upload.isError && <Notice tone="error" {...explain(upload.error)} items={other} />}
        {replaces === undefined && (
          <TextInput
            label="Name"
            description="How you will find it again, such as the name of the site."
            required
            withAsterisk={false}
            data-autofocus
            value={name}
            error={known["name"]}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <FileDrop
          label="Drop the certificate files here, or choose them"
          hint="PEM: chain and private key, in one file or several. Or one PKCS#12 store."
          accept={[".pem", ".crt", ".cer", ".key", ".p12", ".pfx"]}
          onFiles={(files) => void take(files)}
        />
        {(unreadable ?? known["files"]) !== undefined && (
          <Notice tone="error" title="These files will not do" detail={unreadable ?? known["files"]} />
        )}
        <MaterialSummary material={material} onClear={() => setMaterial(NOTHING)} />
        {material.pkcs12 !== undefined && (
          <PasswordInput
            label="Passphrase of the PKCS#12 store"
            autoComplete="off"
            value={passphrase}
            error={known["passphrase"]}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
        )}
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">
            {lacking}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={upload.isPending} disabled={lacking !== undefined || name.trim() === ""}>
              {replaces === undefined ? "Add certificate" : "Replace"}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

function useUpload(replaces: Certificate | undefined, onClose: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Parameters<typeof createCertificate>[0]) =>
      replaces === undefined ? createCertificate(input) : replaceCertificate(replaces.id, input),
    onSuccess: async (certificate) => {
      await client.invalidateQueries({ queryKey: keys.certificates });
      if (certificate.findings.length === 0) {
        notifications.show({
          color: "teal",
          title: replaces === undefined ? "Certificate added" : "Certificate replaced",
          message: `${certificate.name} is in use from now on, version ${certificate.version}.`,
        });
        onClose();
      }
    },
  });
}

/** Accepted, but with something to say about it. */
function Outcome({ certificate, onClose }: { readonly certificate: Certificate; readonly onClose: () => void }) {
  return (
    <Stack>
      <Notice tone="success" title={`${certificate.name} was taken`} detail={`Version ${certificate.version}.`} />
      <FindingNotices findings={certificate.findings} />
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
