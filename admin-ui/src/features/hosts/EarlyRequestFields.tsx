import { Button, Group, MultiSelect, Radio, Stack, Switch } from "@mantine/core";
import type { Host } from "../../api/generated/schema";
import { PRESETS } from "./earlyData";
import { EARLY_ACTIONS, type EarlyRequestValues, labelOf, presetRequests } from "./earlyRequests";
import { METHODS } from "./routeForm";

interface EarlyRequestFieldsProps {
  readonly values: EarlyRequestValues;
  /** Of the host, which says what the route does not. */
  readonly preset: Host["earlyData"]["preset"];
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (values: EarlyRequestValues) => void;
}

/** Where the action is the host's to say. */
const INHERIT = "inherit";

/** What a route does with requests that come early. What it does not say itself is shown as its host's preset's. */
export function EarlyRequestFields({ values, preset, errors, onChange }: EarlyRequestFieldsProps) {
  const inherited = presetRequests(preset);
  const { action = inherited.action, methods = inherited.methods, query = inherited.query } = values;
  const described = (field: "methods" | "query", words: string) =>
    values[field] === undefined ? `From the host's preset. ${words}` : words;
  return (
    <>
      <Radio.Group
        label="Early requests"
        description="What to do with a request that comes before the handshake is confirmed"
        value={values.action ?? INHERIT}
        onChange={(chosen) =>
          onChange({ ...values, action: EARLY_ACTIONS.find(({ value }) => value === chosen)?.value })
        }
        error={errors["early.action"]}
      >
        <Stack gap="xs" mt="xs">
          <Radio value={INHERIT} label="From the host's preset" description={presetWords(preset)} />
          {EARLY_ACTIONS.map(({ value, label, description }) => (
            <Radio key={value} value={value} label={label} description={description} />
          ))}
        </Stack>
      </Radio.Group>
      {action === "allow" && (
        <>
          <MultiSelect
            label="Methods to act on early"
            description={described("methods", "None chosen means every one that the route takes; the others are held")}
            data={METHODS}
            value={[...methods]}
            onChange={(chosen) => onChange({ ...values, methods: chosen })}
            error={errors["early.methods"]}
          />
          <Switch
            label="Also with a query"
            description={described(
              "query",
              "A query often names one thing to do once; without this such requests are held.",
            )}
            checked={query}
            onChange={(event) => onChange({ ...values, query: event.currentTarget.checked })}
            error={errors["early.query"]}
          />
          {(values.methods !== undefined || values.query !== undefined) && (
            <Group>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => onChange({ ...values, methods: undefined, query: undefined })}
              >
                Leave methods and query to the host's preset
              </Button>
            </Group>
          )}
        </>
      )}
    </>
  );
}

function presetWords(preset: Host["earlyData"]["preset"]): string {
  const does = labelOf(presetRequests(preset).action);
  return preset === undefined
    ? `The host has none: ${does}. One that it gets later decides.`
    : `Now ${PRESETS.find(({ value }) => value === preset)?.label}: ${does}. Another one that the host gets later decides.`;
}
