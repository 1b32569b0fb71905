// The port to a customer's radio: one visit there and back with a reading. As with routers everything that crosses it is plain
// data, because the visit is made in a worker thread; a visit never throws, and what went wrong comes back as a fault.
export {};
