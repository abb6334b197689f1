-- Who takes part. Publishers 2 and 3 are in agency 1, 4 and 5 in agency 2, 6 in agency 3; 1 is the house's own; 5 hides its deals.

insert into affiliate.agencies (id, slug, name, created_at)
select id, slug, name, pg_temp.day(-900 - 40 * id)
from (values
    (1, 'north-light', 'North Light Media'),
    (2, 'harbour', 'Harbour & Sons, Agency'),
    (3, 'solo', 'Solo "One Client" Agency')
) as agency (id, slug, name);

insert into affiliate.publishers (id, slug, name, agency_id, house, hide_deals, created_at)
select id, slug, name, agency_id, house, hide_deals, pg_temp.day(-800 + 11 * id)
from (values
    (1, 'sheaf-house', 'Sheaf House', null, true, false),
    (2, 'daily-bargain', 'Daily Bargain', 1, false, false),
    (3, 'coupon-coast', 'Coupon Coast', 1, false, false),
    (4, 'green-basket', 'Green Basket', 2, false, false),
    (5, 'members-only', 'Members Only', 2, false, true),
    (6, 'style-ledger', 'Style Ledger', 3, false, false),
    (7, 'gadget-post', 'Gadget Post', null, false, false),
    (8, 'reisefuchs', 'Reisefüchse', null, false, false),
    (9, 'book-nook', 'Book Nook', null, false, false),
    (10, 'sport-zentrale', 'Sport-Zentrale', null, false, false),
    (11, 'maison-claire', 'Maison Claire', null, false, false),
    (12, 'tokyo-finds', '東京ファインズ', null, false, false)
) as publisher (id, slug, name, agency_id, house, hide_deals);

insert into affiliate.networks (id, slug, name)
values
    (1, 'meridian', 'Meridian'),
    (2, 'linkwell', 'Linkwell'),
    (3, 'partnerhaus', 'Partnerhaus'),
    (4, 'affinia', 'Affinia'),
    (5, 'trade-bridge', 'Trade Bridge'),
    (6, 'clearpath', 'Clearpath'),
    (7, 'orbit', 'Orbit, Inc.'),
    (8, 'direct', 'Direct');

insert into affiliate.verticals (id, slug, name)
select n, trim(both '-' from regexp_replace(lower(name collate "C"), '[^a-z]+', '-', 'g')), name
from unnest(array[
    'Accessories', 'Appliances', 'Art', 'Audio', 'Automotive', 'Baby', 'Banking', 'Beauty', 'Bicycles', 'Books',
    'Business Services', 'Cameras', 'Charity', 'Children''s Clothing', 'Coffee & Tea', 'Computers', 'Cosmetics',
    'Courses', 'Crafts', 'Dating', 'Department Stores', 'Electronics', 'Energy', 'Events & Tickets', 'Eyewear',
    'Fashion', 'Flights', 'Flowers', 'Food Delivery', 'Furniture', 'Games', 'Garden', 'Gifts', 'Groceries', 'Health',
    'Home Decor', 'Hotels', 'Insurance', 'Jewellery', 'Kitchen', 'Lingerie', 'Loans', 'Luggage', 'Magazines',
    'Men''s Fashion', 'Mobile Phones', 'Music', 'Office Supplies', 'Outdoor', 'Pets', 'Pharmacy', 'Photo Prints',
    'Real Estate', 'Shoes', 'Software', 'Sports', 'Tools', 'Toys', 'Watches', 'Wine & Spirits'
]) with ordinality as vertical (name, n);
