/** A titled list in a mail: products, changes, supplies. */
export interface EmailSection {
  readonly title: string;
  /** `line`: short notes behind the item's title. `block`: each note on a line of its own; the first one is a sentence. */
  readonly form: 'line' | 'block';
  readonly items: readonly EmailItem[];
}

/** One entry of a list. */
export interface EmailItem {
  readonly title: string;
  /** What is known of it: how much, whether it shipped, how it changed. */
  readonly notes: readonly string[];
}
