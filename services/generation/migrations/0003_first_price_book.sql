insert into price_books (version, effective_from) values ('2026-01', '2026-01-01T00:00:00Z');

insert into price_book_models (version, model, kind, name, position) values
    ('2026-01', 'reel-1',      'video', 'Reel 1',      1),
    ('2026-01', 'reel-1-pro',  'video', 'Reel 1 Pro',  2),
    ('2026-01', 'still-1',     'image', 'Still 1',     3),
    ('2026-01', 'still-1-pro', 'image', 'Still 1 Pro', 4),
    ('2026-01', 'talk-1-mini', 'chat',  'Talk 1 Mini', 5),
    ('2026-01', 'talk-1',      'chat',  'Talk 1',      6);

insert into price_book_rates (version, model, position, code, unit, millitokens) values
    ('2026-01', 'reel-1',  1, 'video.second.480p',     'second at 480p',   2000),
    ('2026-01', 'reel-1',  2, 'video.frame.480p',      'frame at 480p',      20),
    ('2026-01', 'reel-1',  3, 'video.second.720p',     'second at 720p',   4000),
    ('2026-01', 'reel-1',  4, 'video.frame.720p',      'frame at 720p',      40),
    ('2026-01', 'reel-1',  5, 'video.second.1080p',    'second at 1080p',  8000),
    ('2026-01', 'reel-1',  6, 'video.frame.1080p',     'frame at 1080p',     80),
    ('2026-01', 'reel-1',  7, 'video.audio_second',    'second of sound',   500),
    ('2026-01', 'reel-1',  8, 'video.reference_image', 'reference image',  1000),

    ('2026-01', 'reel-1-pro',  1, 'video.second.480p',     'second at 480p',    5000),
    ('2026-01', 'reel-1-pro',  2, 'video.frame.480p',      'frame at 480p',       50),
    ('2026-01', 'reel-1-pro',  3, 'video.second.720p',     'second at 720p',   10000),
    ('2026-01', 'reel-1-pro',  4, 'video.frame.720p',      'frame at 720p',      100),
    ('2026-01', 'reel-1-pro',  5, 'video.second.1080p',    'second at 1080p',  20000),
    ('2026-01', 'reel-1-pro',  6, 'video.frame.1080p',     'frame at 1080p',     200),
    ('2026-01', 'reel-1-pro',  7, 'video.second.2160p',    'second at 2160p',  60000),
    ('2026-01', 'reel-1-pro',  8, 'video.frame.2160p',     'frame at 2160p',     600),
    ('2026-01', 'reel-1-pro',  9, 'video.audio_second',    'second of sound',   1000),
    ('2026-01', 'reel-1-pro', 10, 'video.reference_image', 'reference image',   2000),

    ('2026-01', 'still-1', 1, 'image.image',           'image',                                500),
    ('2026-01', 'still-1', 2, 'image.tile_step',       'started 64 x 64 pixels, for each step',  1),
    ('2026-01', 'still-1', 3, 'image.reference_image', 'reference image',                      500),

    ('2026-01', 'still-1-pro', 1, 'image.image',           'image',                                1000),
    ('2026-01', 'still-1-pro', 2, 'image.tile_step',       'started 64 x 64 pixels, for each step',   3),
    ('2026-01', 'still-1-pro', 3, 'image.reference_image', 'reference image',                      1000),

    ('2026-01', 'talk-1-mini', 1, 'chat.message',       'message',                                             5),
    ('2026-01', 'talk-1-mini', 2, 'chat.input_token',   'model token read',                                    1),
    ('2026-01', 'talk-1-mini', 3, 'chat.context_block', 'started 1,024 model tokens read beyond the first',  200),
    ('2026-01', 'talk-1-mini', 4, 'chat.output_token',  'model token written',                                 4),

    ('2026-01', 'talk-1', 1, 'chat.message',         'message',                                            10),
    ('2026-01', 'talk-1', 2, 'chat.input_token',     'model token read',                                    5),
    ('2026-01', 'talk-1', 3, 'chat.context_block',   'started 1,024 model tokens read beyond the first', 1000),
    ('2026-01', 'talk-1', 4, 'chat.output_token',    'model token written',                                20),
    ('2026-01', 'talk-1', 5, 'chat.reference_image', 'reference image',                                  1000);

insert into settlement_policies
    (version, effective_from, on_success, on_technical_failure, on_prohibited_content, on_cancelled_by_user)
values ('settlement-2026-01', '2026-01-01T00:00:00Z', 'capture_actual', 'release', 'capture_all', 'capture_actual');

-- An example of a period, far away.
insert into discounts (promotion_id, name, percent, starts_at, ends_at, kinds) values
    ('free-images-2099', 'Free images', 100, '2099-12-24T00:00:00Z', '2099-12-27T00:00:00Z', array ['image']);
