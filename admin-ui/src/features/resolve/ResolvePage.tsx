import { Button, Select, TextInput } from "@mantine/core";
import { IconRouteSquare, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
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

/** The question out of an address; what is empty is left out. */
export function parseQuestion(search: Readonly<Record<string, unknown>>): ResolveQuestion {
  const given = (["sni", "host", "path", "method"] as const).filter((name) => search[name] !== "");
  return Object.fromEntries(
    given.flatMap((name) => (typeof search[name] === "string" ? [[name, search[name].trim()]] : [])),
  );
}

interface ResolvePageProps {
  readonly question: ResolveQuestion;
  readonly onAsk: (question: ResolveQuestion) => void;
}

/** Which way a request would take, and why. */
export function ResolvePage({ question, onAsk }: ResolvePageProps) {
  const [sni, setSni] = useState(question.sni ?? "");
  const [host, setHost] = useState(question.host ?? "");
  const [path, setPath] = useState(question.path ?? "/");
  const [method, setMethod] = useState(question.method ?? "GET");
  const asked = question.sni !== undefined || question.host !== undefined;
  const answer = useQuery({ ...resolutionQuery(question), enabled: asked });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk(parseQuestion({ sni, host, path, method }));
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
      {!asked && (
        <EmptyState icon={<IconRouteSquare />} title="Nothing asked yet">
          Listener, host, certificate, policy, route and upstream are shown, each with its reason.
        </EmptyState>
      )}
    </Page>
  );
}
