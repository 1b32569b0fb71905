// The closing of `adjust` and `void`: what was booked, what it opened, and how the customer stands now.

import type { Booked } from '../core/acts/payments.ts'
import { formatAmount } from '../core/rules/money.ts'
import { carryDeed, standing } from './carry.ts'
import type { Context } from './context.ts'
import { decisionFor } from './decision.ts'
import type { Wired } from './wire.ts'

export async function answerBooked(
  context: Context,
  wired: Wired,
  code: string,
  booked: Booked & { voids?: string },
): Promise<void> {
  const { out } = context
  const carried = await carryDeed(wired, out, booked.orders, code)
  const decision = await decisionFor(wired, code)
  const json = {
    customer: code,
    kind: booked.kind,
    number: booked.number,
    on: booked.issuedOn,
    amount: formatAmount(booked.amountCents),
    ...(booked.voids === undefined ? {} : { voids: booked.voids }),
    balance: formatAmount(booked.balanceCents),
    state: decision?.state ?? 'unknown',
    reason: decision?.reason ?? null,
    ...carried,
  }
  out.answer(json, () => {
    const what = `${booked.kind} ${booked.number} of ${booked.issuedOn}: ${formatAmount(booked.amountCents)}${booked.voids === undefined ? '' : `, voids ${booked.voids}`}`
    return `booked ${what}; balance ${formatAmount(booked.balanceCents)}; ${standing(decision, carried)}`
  })
}
