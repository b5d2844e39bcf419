-- O3: a loan comes back when the step is done for which it was lent, whose name this is ('' none was named).
ALTER TABLE handover ADD COLUMN loan_step text NOT NULL DEFAULT '';
