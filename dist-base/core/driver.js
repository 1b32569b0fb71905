// The port between decisions and devices. A driver carries out what was decided and proves it by reading back; it knows
// no debt, no database and no clock but its deadlines. Everything that crosses this port is plain data, because the
// driver lives in a worker thread. Safe to repeat: asking for what is already there is a success, not an error.
export {};
