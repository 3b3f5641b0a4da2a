import { Button, Group, Modal, SegmentedControl, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { byField, explain } from "../../api/errors";
import type { Certificate } from "../../api/generated/schema";
import { createCertificate, keys, replaceCertificate } from "../../api/queries";
import { Notice } from "../../ui/Notice";
import { FindingNotices } from "./CertificateDetails";
import { MaterialFields } from "./MaterialFields";
import { type Material, missing, NOTHING, toInput } from "./pem";

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
  "/selfSigned": "dnsNames",
};

type Way = "files" | "selfSigned";

const WAYS = [
  { value: "files", label: "From files" },
  { value: "selfSigned", label: "Self-signed, for trying" },
];

function UploadForm({ replaces, onClose }: Pick<UploadCertificateProps, "replaces" | "onClose">) {
  const [name, setName] = useState(replaces?.name ?? "");
  const [way, setWay] = useState<Way>("files");
  const [material, setMaterial] = useState<Material>(NOTHING);
  const [passphrase, setPassphrase] = useState("");
  const [dnsNames, setDnsNames] = useState<string[]>([]);
  const upload = useUpload(replaces, onClose);
  const { known, other } = byField(upload.error, FIELDS);
  const lacking = way === "files" ? missing(material) : missingNames(dnsNames);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const content = way === "files" ? toInput(material, passphrase) : { selfSigned: { dnsNames } };
    upload.mutate(replaces === undefined ? { name: name.trim(), ...content } : content);
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
        <SegmentedControl
          aria-label="Where it comes from"
          data={WAYS}
          value={way}
          onChange={(chosen) => {
            upload.reset();
            setWay(chosen as Way);
          }}
        />
        {way === "files" ? (
          <MaterialFields
            material={material}
            passphrase={passphrase}
            errors={known}
            onMaterial={(taken) => {
              upload.reset();
              setMaterial(taken);
            }}
            onPassphrase={setPassphrase}
          />
        ) : (
          <TagsInput
            label="Names"
            description="Names and one-label wildcards. Browsers will warn; use it to try things out."
            placeholder={dnsNames.length === 0 ? "shop.localhost" : ""}
            acceptValueOnBlur
            value={dnsNames}
            error={known["dnsNames"]}
            onChange={setDnsNames}
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

const missingNames = (dnsNames: readonly string[]) => (dnsNames.length === 0 ? "Give at least one name." : undefined);

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
