// The closing of `adjust` and `void`: what was booked, what it opened, and how the customer stands now.
import { formatAmount } from '../core/rules/money.js';
import { carryDeed, standing } from './carry.js';
import { decisionFor } from './decision.js';
export async function answerBooked(context, wired, code, booked) {
    const { out } = context;
    const carried = await carryDeed(wired, out, booked.orders, code);
    const decision = await decisionFor(wired, code);
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
    };
    out.answer(json, () => {
        const what = `${booked.kind} ${booked.number} of ${booked.issuedOn}: ${formatAmount(booked.amountCents)}${booked.voids === undefined ? '' : `, voids ${booked.voids}`}`;
        return `booked ${what}; balance ${formatAmount(booked.balanceCents)}; ${standing(decision, carried)}`;
    });
}
