import type { Scenario } from '../scenario';
import { cancelled } from './cancelled';
import { choose } from './choose';
import { deregister } from './deregister';
import { deregistered } from './deregistered';
import { expired } from './expired';
import { happy } from './happy';
import { outOfOrder } from './out-of-order';
import { overdue } from './overdue';
import { partial } from './partial';
import { register } from './register';
import { removeMaker } from './remove-maker';
import { replace } from './replace';
import { toggle } from './toggle';
import { unresolved } from './unresolved';

/** Every scenario that the simulator can play, in the order in which it lists them. */
export const SCENARIOS: readonly Scenario[] = [
  happy,
  cancelled,
  unresolved,
  partial,
  overdue,
  outOfOrder,
  deregistered,
  expired,
  register,
  choose,
  replace,
  toggle,
  deregister,
  removeMaker,
];
