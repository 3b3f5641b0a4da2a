import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { ApiProblem, explain } from "./errors";
import { show } from "./testing";
import { useConditionalSave } from "./useConditionalSave";

const STALE = new ApiProblem(412, { title: "The object changed since it was read" });

function Form({ reload }: { readonly reload: () => Promise<{ value: string; etag: string }> }) {
  const saving = useConditionalSave({
    save: () => Promise.reject(STALE),
    reload,
    onSaved: () => undefined,
  });
  return (
    <>
      <button type="button" onClick={() => saving.save("mine", '"1"')}>
        Save
      </button>
      <p>{saving.theirs === undefined ? "nobody" : `theirs: ${saving.theirs.value}`}</p>
      <p>{saving.error === null ? "no error" : explain(saving.error).title}</p>
    </>
  );
}

test("somebody else's version is shown to choose from instead of an error", async () => {
  show(<Form reload={async () => ({ value: "other", etag: '"2"' })} />);
  await userEvent.click(screen.getByRole("button"));
  await screen.findByText("theirs: other");
  expect(screen.getByText("no error")).toBeDefined();
});

test("where somebody else's version cannot be read, the refusal is told", async () => {
  show(<Form reload={() => Promise.reject(new ApiProblem(503))} />);
  await userEvent.click(screen.getByRole("button"));
  await screen.findByText("The object changed since it was read");
  expect(screen.getByText("nobody")).toBeDefined();
});
