/**
 * One of the values known to this version, or one that a newer server has: a switch needs a default.
 * Editors still propose the known ones.
 */
export type Open<Known extends string> = Known | (string & Record<never, never>);
