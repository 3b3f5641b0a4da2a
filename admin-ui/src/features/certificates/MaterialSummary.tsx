import { ActionIcon } from "@mantine/core";
import { IconCertificate, IconKey, IconPackage, IconX } from "@tabler/icons-react";
import { Tag } from "../../ui/Tag";
import classes from "./MaterialSummary.module.css";
import type { Material } from "./pem";

interface MaterialSummaryProps {
  readonly material: Material;
  readonly onClear: () => void;
}

/** What was found in the dropped files; of the key only that it is there. */
export function MaterialSummary({ material, onClear }: MaterialSummaryProps) {
  const { certificates, keys, pkcs12 } = material;
  if (certificates.length + keys.length === 0 && pkcs12 === undefined) {
    return null;
  }
  return (
    <div className={classes["summary"]} role="status">
      {pkcs12 !== undefined && <Tag icon={<IconPackage aria-hidden="true" />}>PKCS#12 store {pkcs12.fileName}</Tag>}
      {certificates.length > 0 && (
        <Tag tone="iris" icon={<IconCertificate aria-hidden="true" />}>
          {certificates.length === 1 ? "1 certificate" : `${certificates.length} certificates`}
        </Tag>
      )}
      {keys.length > 0 && (
        <Tag tone="iris" icon={<IconKey aria-hidden="true" />}>
          {keys.length === 1 ? "1 private key" : `${keys.length} private keys`}
        </Tag>
      )}
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Forget these files" onClick={onClear}>
        <IconX size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
