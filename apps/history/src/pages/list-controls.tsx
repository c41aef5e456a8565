import type { PageSession } from './page-session';

/** A choice of a form, in which nothing may be chosen. */
export function SelectField({
  label,
  name,
  options,
  selected,
}: {
  readonly label: string;
  readonly name: string;
  readonly options: readonly string[];
  readonly selected: string | undefined;
}) {
  return (
    <label>
      <span>{label}</span>
      <select name={name}>
        <option value="">any</option>
        {options.map((option) => (
          <option value={option} selected={option === selected}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Choices of a form, of which any number may be chosen. */
export function ChoiceField({
  legend,
  name,
  options,
  chosen,
}: {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly string[];
  readonly chosen: readonly string[];
}) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label>
          <input type="checkbox" name={name} value={option} checked={chosen.includes(option)} />
          {option}
        </label>
      ))}
    </fieldset>
  );
}

/** A line of text in a form. */
export function TextField({
  label,
  name,
  value,
  type = 'text',
  error,
  ...rest
}: {
  readonly label: string;
  readonly name: string;
  readonly value?: string | undefined;
  readonly type?: 'text' | 'email' | 'password' | 'date' | 'datetime-local';
  /** What is wrong with what was written. */
  readonly error?: string | undefined;
  readonly maxLength?: number;
  readonly autocomplete?: string;
  readonly required?: boolean;
}) {
  const errorId = `${name}-error`;
  const described =
    error === undefined ? {} : ({ 'aria-invalid': 'true', 'aria-describedby': errorId } as const);
  return (
    <label>
      <span>{label}</span>
      <input type={type} name={name} value={value ?? ''} {...described} {...rest} />
      {error === undefined ? null : (
        <span class="error" id={errorId}>
          {error}
        </span>
      )}
    </label>
  );
}

/** Who does something, for the record; the name that was given before stands there already. */
export function ActorField({ session }: { readonly session: PageSession }) {
  return (
    <TextField
      label="Your name (for the record)"
      name="actor"
      value={session.actor ?? ''}
      maxLength={100}
      autocomplete="name"
    />
  );
}

/** The buttons of a list's filters. */
export function FilterButtons({ path }: { readonly path: string }) {
  return (
    <div class="buttons">
      <button type="submit">Filter</button>
      <a href={path}>Clear</a>
    </div>
  );
}

/** Leads through a list page by page; the filters stay. */
export function Pager({
  path,
  query,
  nextCursor,
}: {
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly nextCursor: string | null;
}) {
  const { cursor } = query;
  if (nextCursor === null && cursor === undefined) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {cursor === undefined ? null : (
        <a href={listUrl(path, { ...query, cursor: null })}>First page</a>
      )}
      {nextCursor === null ? null : (
        <a href={listUrl(path, { ...query, cursor: nextCursor })}>Next page</a>
      )}
    </nav>
  );
}

/** The URL of a list; what is `null`, `undefined` or an empty list is left out. */
export function listUrl(path: string, query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const each of values) {
      if (typeof each === 'string' || typeof each === 'number') search.append(name, String(each));
    }
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}
