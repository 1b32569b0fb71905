// What arguments and filters name, looked up once, where they are read. A router that is not there is a fault; a city is found
// however it is accented.
import { Fault } from '../core/fault.js';
import { citiesLike } from '../core/store/customer-list.js';
import { readableRouters, routerByName } from '../core/store/routers.js';
export async function requireRouter(db, name) {
    const router = await routerByName(db, name);
    if (router)
        return router;
    throw new Fault('record-missing', `there is no router "${name}"; ispcube router list shows them all`, { router: name });
}
/** The router of that name; without one, all that can be read. */
export async function routersNamed(db, name) {
    if (name !== undefined)
        return [await requireRouter(db, name)];
    return readableRouters(db);
}
/** The part of a customers' filter that is given by names. */
export async function filterNamed(db, { router, city }) {
    return {
        routerId: router === undefined ? undefined : (await requireRouter(db, router)).id,
        cities: city === undefined ? undefined : await citiesLike(db, city),
    };
}
