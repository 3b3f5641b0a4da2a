import { Anchor, Loader } from "@mantine/core";
import { IconMapQuestion } from "@tabler/icons-react";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { explain } from "../api/errors";
import { EmptyState } from "../ui/EmptyState";
import { Notice } from "../ui/Notice";
import { Page } from "../ui/Page";
import classes from "./fallbacks.module.css";
import { paths } from "./paths";

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState
        icon={<IconMapQuestion />}
        title="There is no such page"
        action={
          <Anchor component={Link} to={paths.handshakes}>
            Go to the handshakes
          </Anchor>
        }
      />
    </Page>
  );
}

export function FailurePage({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Page title="This page could not be shown">
      <Notice tone="error" {...explain(error)} actionLabel="Try again" onAction={() => void router.invalidate()} />
    </Page>
  );
}

export function WaitingPage() {
  return (
    <div className={classes["waiting"]} role="status" aria-label="Loading">
      <Loader type="dots" />
    </div>
  );
}
