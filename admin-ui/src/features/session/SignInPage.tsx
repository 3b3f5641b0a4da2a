import { Button, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { IconArrowRight, IconKey } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { explain, isSignedOut } from "../../api/errors";
import { keys, signIn } from "../../api/queries";
import { Logo } from "../../ui/Logo";
import { Notice } from "../../ui/Notice";
import classes from "./SignInPage.module.css";

interface SignInPageProps {
  readonly onSignedIn: () => void;
}

/** Exchanges a token for the session cookie. The token is sent once and kept nowhere. */
export function SignInPage({ onSignedIn }: SignInPageProps) {
  const client = useQueryClient();
  const [token, setToken] = useState("");
  const exchange = useMutation({
    mutationFn: signIn,
    onSuccess: async () => {
      setToken("");
      await client.resetQueries({ queryKey: keys.session });
      onSignedIn();
    },
  });
  useEffect(() => {
    document.title = "Sign in · Postern";
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    exchange.mutate(token.trim());
  };
  return (
    <main className={classes["stage"]}>
      <form className={classes["card"]} onSubmit={submit}>
        <Stack gap="lg">
          <div className={classes["head"]}>
            <Logo size={48} />
            <Title order={1}>Sign in to Postern</Title>
            <Text className={classes["lead"] ?? ""}>
              The admin token lies in the file <code>admin-token</code> of the gateway's data directory.
            </Text>
          </div>
          {exchange.isError && <Refusal error={exchange.error} />}
          {/* For password managers, which file a secret under a name. */}
          <input type="text" name="username" autoComplete="username" value="postern admin" readOnly hidden />
          <PasswordInput
            label="Token"
            size="md"
            autoComplete="current-password"
            spellCheck={false}
            required
            withAsterisk={false}
            autoFocus
            leftSection={<IconKey size={18} aria-hidden="true" />}
            visibilityToggleButtonProps={{ "aria-label": "Show or hide the token" }}
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
          <Button
            type="submit"
            size="md"
            loading={exchange.isPending}
            rightSection={<IconArrowRight size={18} aria-hidden="true" />}
          >
            Sign in
          </Button>
        </Stack>
      </form>
      <Text className={classes["foot"] ?? ""}>
        The token is exchanged for a cookie that scripts cannot read, and is stored nowhere else.
      </Text>
    </main>
  );
}

function Refusal({ error }: { readonly error: unknown }) {
  if (isSignedOut(error)) {
    return <Notice tone="error" title="That token is not valid" detail="It may be mistyped, expired or revoked." />;
  }
  return <Notice tone="error" {...explain(error)} />;
}
