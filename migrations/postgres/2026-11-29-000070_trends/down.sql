DROP TABLE trend_subscriptions;
DROP TABLE trend_runs;
DROP TABLE trends;
