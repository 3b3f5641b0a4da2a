import { TextInput } from "@mantine/core";
import classes from "./DurationFields.module.css";

export interface DurationField {
  readonly name: string;
  readonly label: string;
  readonly description: string;
}

interface DurationFieldsProps {
  readonly fields: readonly DurationField[];
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: string) => void;
}

/** Deadlines; one that is left empty keeps the gateway's default. */
export function DurationFields({ fields, values, errors, onChange }: DurationFieldsProps) {
  return (
    <div className={classes["grid"]}>
      {fields.map(({ name, label, description }) => (
        <TextInput
          key={name}
          label={label}
          description={description}
          placeholder="default"
          value={values[name] ?? ""}
          error={errors[`timeouts.${name}`]}
          onChange={(event) => onChange(name, event.currentTarget.value)}
        />
      ))}
    </div>
  );
}
