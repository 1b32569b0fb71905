// What a decision means for one connection.
/** Rule 1 is judged for each connection, the rest for the customer. */
export function wishFor(connection, decision) {
    if (!connection.inService)
        return { desired: 'none', reason: 'no-service', closed: connection.wasInService };
    return { desired: decision.state, reason: decision.reason, closed: false };
}
