import { PasswordInput } from "@mantine/core";
import { useState } from "react";
import { FileDrop } from "../../ui/FileDrop";
import { Notice } from "../../ui/Notice";
import { MaterialSummary } from "./MaterialSummary";
import { isLocked, type Material, NOTHING, readFiles } from "./pem";

interface MaterialFieldsProps {
  readonly material: Material;
  readonly passphrase: string;
  readonly errors: Readonly<Record<string, string>>;
  readonly onMaterial: (material: Material) => void;
  readonly onPassphrase: (passphrase: string) => void;
}

/** Files with certificate and key, and what opens them. */
export function MaterialFields({ material, passphrase, errors, onMaterial, onPassphrase }: MaterialFieldsProps) {
  const [unreadable, setUnreadable] = useState<string>();
  const take = async (files: readonly File[]) => {
    try {
      onMaterial(await readFiles(material, files));
      setUnreadable(undefined);
    } catch (error) {
      setUnreadable(error instanceof Error ? error.message : String(error));
    }
  };
  const complaint = unreadable ?? errors["files"];
  return (
    <>
      <FileDrop
        label="Drop the certificate files here, or choose them"
        hint="PEM: chain and private key, in one file or several. Or one PKCS#12 store."
        accept={[".pem", ".crt", ".cer", ".key", ".p12", ".pfx"]}
        onFiles={(files) => void take(files)}
      />
      {complaint !== undefined && <Notice tone="error" title="These files will not do" detail={complaint} />}
      <MaterialSummary material={material} onClear={() => onMaterial(NOTHING)} />
      {isLocked(material) && (
        <PasswordInput
          label={material.pkcs12 === undefined ? "Passphrase of the private key" : "Passphrase of the PKCS#12 store"}
          autoComplete="off"
          visibilityToggleButtonProps={{ "aria-label": "Show or hide the passphrase" }}
          value={passphrase}
          error={errors["passphrase"]}
          onChange={(event) => onPassphrase(event.currentTarget.value)}
        />
      )}
    </>
  );
}
