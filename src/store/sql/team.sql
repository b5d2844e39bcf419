-- teams_all
SELECT id, name, steward_id, time_zone, acknowledge_ms, next_word_ms, follow_up_ms, reminder_ms, notice_ms, understanding
  FROM team ORDER BY id;

-- team_hours_all
SELECT team_id, weekday, from_minute, until_minute FROM team_hours ORDER BY team_id, weekday, from_minute;

-- team_holidays_all
SELECT team_id, day, name FROM team_holiday ORDER BY team_id, day;

-- team_members_all
SELECT team_id, colleague_id, leads FROM team_member ORDER BY team_id, colleague_id;

-- team_duties_all
SELECT team_id, colleague_id, weekday, from_minute, until_minute
  FROM duty ORDER BY team_id, colleague_id, weekday, from_minute;

-- colleagues_all
SELECT id, person_id, email, name, public_name, role, state, presence, presence_until_ms, capacity, language, languages,
       time_zone, about, signature
  FROM colleague ORDER BY id;

-- mailboxes_all
SELECT id, address, lookup, name, team_id, signature, smtp_url, smtp_secret FROM mailbox ORDER BY id;

-- settings_all
SELECT name, value FROM setting ORDER BY name;

-- team_insert
INSERT INTO team (id, name, steward_id, time_zone, acknowledge_ms, next_word_ms, follow_up_ms, reminder_ms, notice_ms)
VALUES (:id, :name, :steward_id, :time_zone, :acknowledge_ms, :next_word_ms, :follow_up_ms, :reminder_ms, :notice_ms);

-- team_hours_clear
DELETE FROM team_hours WHERE team_id = :team_id;

-- team_hours_insert
INSERT INTO team_hours (team_id, weekday, from_minute, until_minute)
VALUES (:team_id, :weekday, :from_minute, :until_minute);

-- team_holiday_insert
INSERT INTO team_holiday (team_id, day, name) VALUES (:team_id, :day, :name)
    ON CONFLICT (team_id, day) DO UPDATE SET name = excluded.name;

-- team_member_insert
INSERT INTO team_member (team_id, colleague_id, leads) VALUES (:team_id, :colleague_id, :leads)
    ON CONFLICT (team_id, colleague_id) DO UPDATE SET leads = excluded.leads;

-- colleague_insert
INSERT INTO colleague (id, person_id, email, name, public_name, role, state, capacity, languages, about, password_hash,
                       created_ms)
VALUES (:id, :person_id, :email, :name, :public_name, :role, :state, :capacity, :languages, :about, :password_hash,
        :created_ms);

-- colleague_state_save
UPDATE colleague SET state = :state WHERE id = :id;

-- colleague_presence_save
UPDATE colleague SET presence = :presence, presence_until_ms = :presence_until_ms WHERE id = :id;

-- colleague_password_save
UPDATE colleague SET password_hash = :password_hash WHERE id = :id;

-- colleague_signature_save
UPDATE colleague SET signature = :signature WHERE id = :id;

-- mailbox_insert
INSERT INTO mailbox (id, address, lookup, name, team_id) VALUES (:id, :address, :lookup, :name, :team_id);

-- setting_save
INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- desk_change_number
-- Which state of teams, colleagues and mailboxes this is; whoever keeps a copy compares.
SELECT next FROM counter WHERE name = 'desk_change';

-- desk_touch
INSERT INTO counter (name, next) VALUES ('desk_change', :number)
    ON CONFLICT (name) DO UPDATE SET next = excluded.next;

-- team_acknowledge_save
UPDATE team SET acknowledge_ms = :acknowledge_ms WHERE id = :id;
