import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router';
import { WorklistPage } from '../worklist/worklist-page.js';
import type { Address } from '../lists/address.js';
import { NotFound } from './not-found.js';
import { Shell } from './shell.js';

/** Whatever stands behind the question mark, as text. */
const validateSearch = (search: Record<string, unknown>): Address =>
  Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)]));

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, validateSearch });

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: () => <Navigate to="/worklist" replace />,
});
const worklist = createRoute({ getParentRoute: () => root, path: '/worklist', component: WorklistPage });
const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  component: lazyRouteComponent(() => import('../orders/orders-page.js'), 'OrdersPage'),
});
const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$number',
  component: lazyRouteComponent(() => import('../orders/order-page.js'), 'OrderPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([start, worklist, orders, order]),
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return text === '' ? '' : `?${text}`;
  },
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
