/**
 * How many frames a stack trace of a workflow has, two of which are the SDK's own. The SDK takes one for every promise, for
 * the Temporal UI's stack trace, and looks each frame up in the source map: with the ten of V8's default this was two fifths
 * of the workflow thread's time, and a good part of an open order's memory. The frames that are left name the place in the
 * workflow that waits.
 */
const FRAMES = 6;

// A module that workflows share is evaluated before the SDK freezes their globals.
Error.stackTraceLimit = FRAMES;
