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
/** Where a sign-in at the issuer ends that came to nothing; whoever is signed in has no business there. */
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: () => <Navigate to="/" replace />,
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

const newOrder = createRoute({
  getParentRoute: () => root,
  path: '/new-order',
  component: lazyRouteComponent(() => import('../sales/entry-page.js'), 'EntryPage'),
});

const amendment = createRoute({
  getParentRoute: () => root,
  path: '/orders/$number/amend',
  component: lazyRouteComponent(() => import('../sales/amend-page.js'), 'AmendPage'),
});

const quotes = createRoute({
  getParentRoute: () => root,
  path: '/quotes',
  component: lazyRouteComponent(() => import('../quotes/quotes-page.js'), 'QuotesPage'),
});
const quote = createRoute({
  getParentRoute: () => root,
  path: '/quotes/$number',
  component: lazyRouteComponent(() => import('../quotes/quote-page.js'), 'QuotePage'),
});
const newQuote = createRoute({
  getParentRoute: () => root,
  path: '/new-quote',
  component: lazyRouteComponent(() => import('../quotes/offer-page.js'), 'NewQuotePage'),
});
const revision = createRoute({
  getParentRoute: () => root,
  path: '/quotes/$number/revise',
  component: lazyRouteComponent(() => import('../quotes/offer-page.js'), 'RevisePage'),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/import',
  component: lazyRouteComponent(() => import('../import/import-page.js'), 'ImportPage'),
});

const moveIn = createRoute({
  getParentRoute: () => root,
  path: '/move-in',
  component: lazyRouteComponent(() => import('../move-in/move-in-page.js'), 'MoveInPage'),
});
const oneMoveIn = createRoute({
  getParentRoute: () => root,
  path: '/move-in/$id',
  component: lazyRouteComponent(() => import('../move-in/one-page.js'), 'OneMoveInPage'),
});

const productCosts = createRoute({
  getParentRoute: () => root,
  path: '/product-costs',
  component: lazyRouteComponent(() => import('../products/costs-page.js'), 'CostsPage'),
});
const products = createRoute({
  getParentRoute: () => root,
  path: '/products',
  component: lazyRouteComponent(() => import('../products/products-page.js'), 'ProductsPage'),
});
const product = createRoute({
  getParentRoute: () => root,
  path: '/products/$number',
  component: lazyRouteComponent(() => import('../products/product-page.js'), 'ProductPage'),
});

const deliveries = createRoute({
  getParentRoute: () => root,
  path: '/deliveries',
  component: lazyRouteComponent(() => import('../deliveries/deliveries-page.js'), 'DeliveriesPage'),
});
const today = createRoute({
  getParentRoute: () => root,
  path: '/preparations',
  component: lazyRouteComponent(() => import('../deliveries/today-page.js'), 'TodayPage'),
});
const delivery = createRoute({
  getParentRoute: () => root,
  path: '/deliveries/$number',
  component: lazyRouteComponent(() => import('../deliveries/delivery-page.js'), 'DeliveryPage'),
});
const stock = createRoute({
  getParentRoute: () => root,
  path: '/stock',
  component: lazyRouteComponent(() => import('../stock/stock-page.js'), 'StockPage'),
});

const invoices = createRoute({
  getParentRoute: () => root,
  path: '/invoices',
  component: lazyRouteComponent(() => import('../invoices/invoices-page.js'), 'InvoicesPage'),
});
const invoice = createRoute({
  getParentRoute: () => root,
  path: '/invoices/$number',
  component: lazyRouteComponent(() => import('../invoices/invoice-page.js'), 'InvoicePage'),
});
const accounting = createRoute({
  getParentRoute: () => root,
  path: '/accounting',
  component: lazyRouteComponent(() => import('../invoices/accounting-page.js'), 'AccountingPage'),
});
const complaints = createRoute({
  getParentRoute: () => root,
  path: '/complaints',
  component: lazyRouteComponent(() => import('../complaints/complaints-page.js'), 'ComplaintsPage'),
});
const complaint = createRoute({
  getParentRoute: () => root,
  path: '/complaints/$number',
  component: lazyRouteComponent(() => import('../complaints/complaint-page.js'), 'ComplaintPage'),
});
const payments = createRoute({
  getParentRoute: () => root,
  path: '/payments',
  component: lazyRouteComponent(() => import('../payments/payments-page.js'), 'PaymentsPage'),
});
const newPayment = createRoute({
  getParentRoute: () => root,
  path: '/new-payment',
  component: lazyRouteComponent(() => import('../payments/new-payment-page.js'), 'NewPaymentPage'),
});
const payment = createRoute({
  getParentRoute: () => root,
  path: '/payments/$id',
  component: lazyRouteComponent(() => import('../payments/payment-page.js'), 'PaymentPage'),
});
const customers = createRoute({
  getParentRoute: () => root,
  path: '/customers',
  component: lazyRouteComponent(() => import('../customers/customers-page.js'), 'CustomersPage'),
});
const newCustomer = createRoute({
  getParentRoute: () => root,
  path: '/new-customer',
  component: lazyRouteComponent(() => import('../customers/new-customer-page.js'), 'NewCustomerPage'),
});
const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$number',
  component: lazyRouteComponent(() => import('../customers/customer-page.js'), 'CustomerPage'),
});
const dunning = createRoute({
  getParentRoute: () => root,
  path: '/dunning',
  component: lazyRouteComponent(() => import('../dunning/dunning-page.js'), 'DunningPage'),
});
const step = createRoute({
  getParentRoute: () => root,
  path: '/dunning/$id',
  component: lazyRouteComponent(() => import('../dunning/step-page.js'), 'StepPage'),
});
const mails = createRoute({
  getParentRoute: () => root,
  path: '/mails',
  component: lazyRouteComponent(() => import('../mails/mails-page.js'), 'MailsPage'),
});
const mail = createRoute({
  getParentRoute: () => root,
  path: '/mails/$id',
  component: lazyRouteComponent(() => import('../mails/mail-page.js'), 'MailPage'),
});

const receipts = createRoute({
  getParentRoute: () => root,
  path: '/stock/receipts',
  component: lazyRouteComponent(() => import('../stock/stock-page.js'), 'ReceiptsPage'),
});
const spend = createRoute({
  getParentRoute: () => root,
  path: '/acquisition-spend',
  component: lazyRouteComponent(() => import('../figures/spend-page.js'), 'SpendPage'),
});
const capacities = createRoute({
  getParentRoute: () => root,
  path: '/capacities',
  component: lazyRouteComponent(() => import('../figures/capacities-page.js'), 'CapacitiesPage'),
});
const figures = createRoute({
  getParentRoute: () => root,
  path: '/figures',
  component: lazyRouteComponent(() => import('../figures/figures-page.js'), 'FiguresPage'),
});
const billing = createRoute({
  getParentRoute: () => root,
  path: '/billing',
  component: lazyRouteComponent(() => import('../billing/billing-page.js'), 'BillingPage'),
});
const monthEnds = createRoute({
  getParentRoute: () => root,
  path: '/month-ends',
  component: lazyRouteComponent(() => import('../figures/month-ends-page.js'), 'MonthEndsPage'),
});
const monthEnd = createRoute({
  getParentRoute: () => root,
  path: '/month-ends/$month/$version',
  component: lazyRouteComponent(() => import('../figures/month-end-page.js'), 'MonthEndPage'),
});
const figureGroup = createRoute({
  getParentRoute: () => root,
  path: '/figures/$group',
  component: lazyRouteComponent(() => import('../figures/figures-page.js'), 'FiguresPage'),
});
const figure = createRoute({
  getParentRoute: () => root,
  path: '/figures/$group/$name',
  component: lazyRouteComponent(() => import('../figures/figure-page.js'), 'FigurePage'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('../account/account-page.js'), 'AccountPage'),
});

const guide = createRoute({
  getParentRoute: () => root,
  path: '/guide',
  component: lazyRouteComponent(() => import('../guide/guide-page.js'), 'GuidePage'),
});

const adminStart = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  component: lazyRouteComponent(() => import('../admin/admin-frame.js'), 'AdminStart'),
});
const adminPeople = createRoute({
  getParentRoute: () => root,
  path: '/admin/people',
  component: lazyRouteComponent(() => import('../admin/people-page.js'), 'PeoplePage'),
});
const adminPerson = createRoute({
  getParentRoute: () => root,
  path: '/admin/people/$id',
  component: lazyRouteComponent(() => import('../admin/person-page.js'), 'PersonPage'),
});
const adminKeys = createRoute({
  getParentRoute: () => root,
  path: '/admin/keys',
  component: lazyRouteComponent(() => import('../admin/keys-page.js'), 'KeysPage'),
});
const adminCompany = createRoute({
  getParentRoute: () => root,
  path: '/admin/company',
  component: lazyRouteComponent(() => import('../admin/company-page.js'), 'CompanyPage'),
});
const adminPolicies = createRoute({
  getParentRoute: () => root,
  path: '/admin/policies',
  component: lazyRouteComponent(() => import('../admin/policies-page.js'), 'PoliciesPage'),
});
const adminPolicy = createRoute({
  getParentRoute: () => root,
  path: '/admin/policies/$kind',
  component: lazyRouteComponent(() => import('../admin/policy-page.js'), 'PolicyPage'),
});
const adminSeries = createRoute({
  getParentRoute: () => root,
  path: '/admin/invoice-series',
  component: lazyRouteComponent(() => import('../admin/series-page.js'), 'SeriesPage'),
});
const adminTemplates = createRoute({
  getParentRoute: () => root,
  path: '/admin/document-templates',
  component: lazyRouteComponent(() => import('../admin/templates-page.js'), 'TemplatesPage'),
});
const adminLegalHolds = createRoute({
  getParentRoute: () => root,
  path: '/admin/legal-holds',
  component: lazyRouteComponent(() => import('../admin/legal-holds-page.js'), 'LegalHoldsPage'),
});
const adminExchange = createRoute({
  getParentRoute: () => root,
  path: '/admin/exchange-rates',
  component: lazyRouteComponent(() => import('../admin/exchange-page.js'), 'ExchangePage'),
});
const adminSessions = createRoute({
  getParentRoute: () => root,
  path: '/admin/sessions',
  component: lazyRouteComponent(() => import('../admin/sessions-page.js'), 'SessionsPage'),
});
const adminRights = createRoute({
  getParentRoute: () => root,
  path: '/admin/rights',
  component: lazyRouteComponent(() => import('../admin/rights-page.js'), 'RightsPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    signIn,
    worklist,
    orders,
    order,
    newOrder,
    amendment,
    quotes,
    quote,
    newQuote,
    revision,
    imports,
    moveIn,
    oneMoveIn,
    products,
    productCosts,
    product,
    deliveries,
    today,
    delivery,
    stock,
    invoices,
    invoice,
    accounting,
    complaints,
    complaint,
    payments,
    newPayment,
    payment,
    customers,
    newCustomer,
    customer,
    dunning,
    step,
    mails,
    mail,
    receipts,
    spend,
    capacities,
    figures,
    billing,
    monthEnds,
    monthEnd,
    figureGroup,
    figure,
    account,
    guide,
    adminStart,
    adminPeople,
    adminPerson,
    adminKeys,
    adminCompany,
    adminPolicies,
    adminPolicy,
    adminSeries,
    adminTemplates,
    adminLegalHolds,
    adminExchange,
    adminSessions,
    adminRights,
  ]),
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
