-- Numbers may have small letters: those that differ by capitals alone are read as one, and are one.
CREATE UNIQUE INDEX "product_number_read" ON "product" (lower("number"));
