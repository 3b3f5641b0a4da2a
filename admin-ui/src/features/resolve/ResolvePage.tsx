import { Button, Select, TextInput } from "@mantine/core";
import { IconRouteSquare, IconSearch } from "@tabler/icons-react";
import { skipToken, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { explain } from "../../api/errors";
import { type ResolveQuestion, resolutionQuery } from "../../api/queries";
import { EmptyState } from "../../ui/EmptyState";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { Decision } from "./Decision";
import classes from "./ResolvePage.module.css";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** The question out of an address. */
export function parseQuestion(search: Readonly<Record<string, unknown>>): Partial<ResolveQuestion> {
  const text = (name: string) => (typeof search[name] === "string" ? { [name]: search[name] } : {});
  return { ...text("sni"), ...text("host"), ...text("path"), ...text("method") };
}

interface ResolvePageProps {
  readonly question: Partial<ResolveQuestion>;
  readonly onAsk: (question: Partial<ResolveQuestion>) => void;
}

/** Which way a request would take, and why. */
export function ResolvePage({ question, onAsk }: ResolvePageProps) {
  const [sni, setSni] = useState(question.sni ?? "");
  const [host, setHost] = useState(question.host ?? "");
  const [path, setPath] = useState(question.path ?? "/");
  const [method, setMethod] = useState(question.method ?? "GET");
  const asked = complete(question);
  const answer = useQuery(
    asked === undefined ? { queryKey: ["resolution"], queryFn: skipToken } : resolutionQuery(asked),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk({ sni: sni.trim(), host: host.trim(), path: path.trim(), method });
    void answer.refetch();
  };
  return (
    <Page
      title="Resolve"
      lead="Ask the gateway which way a request would take. It answers with the very resolver that serves traffic."
    >
      <Panel>
        <form onSubmit={submit} className={classes["form"]}>
          <TextInput
            label="Server name (SNI)"
            placeholder="shop.example"
            value={sni}
            onChange={(event) => setSni(event.currentTarget.value)}
          />
          <TextInput
            label="Host field"
            placeholder="the same"
            value={host}
            onChange={(event) => setHost(event.currentTarget.value)}
          />
          <TextInput label="Path" value={path} onChange={(event) => setPath(event.currentTarget.value)} />
          <Select
            label="Method"
            data={METHODS}
            allowDeselect={false}
            value={method}
            onChange={(value) => setMethod(value ?? "GET")}
          />
          <Button type="submit" loading={answer.isFetching} leftSection={<IconSearch size={16} aria-hidden="true" />}>
            Resolve
          </Button>
        </form>
      </Panel>
      {answer.isError && <Notice tone="error" {...explain(answer.error)} />}
      {answer.data !== undefined && answer.error === null && <Decision resolution={answer.data} />}
      {asked === undefined && (
        <EmptyState icon={<IconRouteSquare />} title="Nothing asked yet">
          Listener, host, certificate, policy, route and upstream are shown, each with its reason.
        </EmptyState>
      )}
    </Page>
  );
}

/** An empty Host field means the same name as in the handshake, as browsers do it. */
function complete(question: Partial<ResolveQuestion>): ResolveQuestion | undefined {
  const { sni, host, path, method } = question;
  if (sni === undefined && host === undefined) {
    return undefined;
  }
  return {
    sni: sni ?? "",
    host: host === undefined || host === "" ? (sni ?? "") : host,
    path: path ?? "/",
    method: method ?? "GET",
  };
}
