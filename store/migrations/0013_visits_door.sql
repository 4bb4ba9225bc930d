-- +goose Up

CREATE INDEX visits_door ON visits (door); -- doors nobody calls at any more are looked for each night
