import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { byField, explain } from "../../api/errors";
import { Notice } from "../../ui/Notice";
import { BlocksField } from "./BlocksField";
import { certificatesOf, revocationListsOf } from "./pem";
import { TRUST_BUNDLE_FIELDS, type TrustBundleValues } from "./trustBundleForm";

interface TrustBundleFormProps {
  readonly initial: TrustBundleValues;
  readonly submitLabel: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly notice?: (values: TrustBundleValues) => ReactNode;
  readonly onSubmit: (values: TrustBundleValues) => void;
}

export function TrustBundleForm({ initial, submitLabel, busy, error, notice, onSubmit }: TrustBundleFormProps) {
  const [values, setValues] = useState(initial);
  const { known, other } = byField(error, TRUST_BUNDLE_FIELDS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(values);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {notice?.(values)}
        {error !== null && <Notice tone="error" {...explain(error)} items={other} />}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          data-autofocus
          value={values.name}
          error={known["name"]}
          onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
        />
        <BlocksField
          noun={["authority", "authorities"]}
          label="Drop the authorities' certificates here, or choose them"
          hint="PEM. Certificates only, no keys."
          accept={[".pem", ".crt", ".cer"]}
          value={values.authorities}
          error={known["authorities"]}
          read={certificatesOf}
          onChange={(authorities) => setValues({ ...values, authorities })}
        />
        <BlocksField
          noun={["revocation list", "revocation lists"]}
          label="Drop their revocation lists here, or choose them"
          hint="Optional. PEM or DER, whole lists, each signed by one of the authorities."
          accept={[".pem", ".crl"]}
          value={values.lists}
          error={known["lists"]}
          read={revocationListsOf}
          onChange={(lists) => setValues({ ...values, lists })}
        />
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={busy}
            disabled={values.authorities.blocks.length === 0 || values.name.trim() === ""}
          >
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
