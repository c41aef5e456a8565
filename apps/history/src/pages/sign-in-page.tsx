import { TextField } from './list-controls';

/** Where somebody signs in with one of the history's tokens. */
export function SignInPage({
  error,
  next,
}: {
  readonly error: string | null;
  /** The path of the page that somebody wanted; `null` for the first. */
  readonly next: string | null;
}) {
  return (
    <>
      <h1>Sign in</h1>
      <form method="post" action="/sign-in" class="panel">
        {next === null ? null : <input type="hidden" name="next" value={next} />}
        <p>With the read token you see orders, devices and versions; with the write token, all.</p>
        <TextField
          label="Token"
          name="token"
          type="password"
          error={error ?? undefined}
          autocomplete="current-password"
          required
        />
        <button type="submit">Sign in</button>
      </form>
    </>
  );
}
