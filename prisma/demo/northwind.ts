import { readFileSync } from 'node:fs';

/** Northwind's facts as they stand in the folder `northwind`; see its README for origin, licence and control totals. */
export type NorthwindCustomer = {
  readonly customerId: string;
  readonly companyName: string;
  readonly contactName: string;
  readonly address: string;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string;
  readonly phone: string;
};

export type NorthwindProduct = {
  readonly productId: number;
  readonly productName: string;
  readonly categoryName: string;
  readonly quantityPerUnit: string;
  readonly unitPrice: string;
  readonly unitsInStock: number;
  readonly discontinued: boolean;
};

export type NorthwindEmployee = {
  readonly employeeId: number;
  readonly firstName: string;
  readonly lastName: string;
};

export type NorthwindOrder = {
  readonly orderId: number;
  readonly customerId: string;
  readonly orderDate: string;
  readonly requiredDate: string;
  readonly freight: string;
  readonly shipName: string;
  readonly shipAddress: string;
  readonly shipCity: string;
  readonly shipRegion: string | null;
  readonly shipPostalCode: string | null;
  readonly shipCountry: string;
  readonly lines: readonly {
    readonly productId: number;
    readonly unitPrice: string;
    readonly quantity: number;
    /** A fraction: `"0.15"` is 15 %. */
    readonly discount: string;
  }[];
};

export type Northwind = {
  readonly customers: readonly NorthwindCustomer[];
  readonly products: readonly NorthwindProduct[];
  readonly employees: readonly NorthwindEmployee[];
};

/** The master data: 91 customers, 77 products, 9 employees. */
export function readNorthwind(): Northwind {
  return {
    customers: read('customers') as readonly NorthwindCustomer[],
    products: read('products') as readonly NorthwindProduct[],
    employees: read('employees') as readonly NorthwindEmployee[],
  };
}

/** The 830 orders, by number. */
export function readNorthwindOrders(): readonly NorthwindOrder[] {
  return read('orders') as readonly NorthwindOrder[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./northwind/${name}.json`, import.meta.url), 'utf8'));
}
