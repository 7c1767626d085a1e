-- Stripe's payment methods have capital letters too.

alter table attempts drop constraint attempts_payment_method_check;
alter table attempts add constraint attempts_payment_method_check
    check (payment_method ~ '^pm_[A-Za-z0-9_]{1,60}$');
