/** Tells a person, or a log, what happens while it is measured. */
export interface Progress {
  /** A part of the work begins. @param part its name in the plan */
  readonly begin: (part: string) => void;
  /**
   * Something is being done, which takes a while.
   * @param share how much of the part is done, from 0 to 1; as before where it is not said
   */
  readonly step: (text: string, share?: number) => void;
  /** Something was measured. */
  readonly figure: (text: string) => void;
  /** Leaves the screen as it was; may be called again. */
  readonly stop: () => void;
}

/** A part of the work, and about how long it takes. */
export interface PlannedPart {
  readonly name: string;
  readonly seconds: number;
}
