import { NumberInput, TextInput } from "@mantine/core";
import classes from "./DurationFields.module.css";
import type { RateValues } from "./routeForm";

interface RateFieldsProps {
  readonly values: RateValues;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (values: RateValues) => void;
}

/** How slow a client may be. An idle deadline is met by a byte a minute; these are not. */
export function RateFields({ values, errors, onChange }: RateFieldsProps) {
  return (
    <div className={classes["grid"]}>
      <NumberInput
        label="Slowest upload"
        description="Bytes per second of a request body; 0 for any"
        min={0}
        value={values.request}
        onChange={(rate) => onChange({ ...values, request: Number(rate) || 0 })}
        error={errors["rates.request"]}
      />
      <NumberInput
        label="Slowest download"
        description="Bytes per second of an answer; 0 for any"
        min={0}
        value={values.response}
        onChange={(rate) => onChange({ ...values, response: Number(rate) || 0 })}
        error={errors["rates.response"]}
      />
      <TextInput
        label="Grace"
        description="How far a client may fall behind"
        placeholder="10s"
        value={values.grace}
        onChange={(event) => onChange({ ...values, grace: event.currentTarget.value })}
        error={errors["rates.grace"]}
      />
    </div>
  );
}
