// What the daemon says of itself to `ispcube status` and `top`, as JSON beside the metrics: what no row holds, because it is of
// this process alone (rates, queues, loops). No word about any customer. A feed is what the network tells by itself; each
// is one entry of a list, named by `feed`, and a reader leaves out those that it does not know.
export {};
