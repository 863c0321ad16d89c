-- Where families find help is told in English too, to a kader whose phone speaks it.
-- +goose Up
update rule_default set value = jsonb_set(value, '{channels}', (
  select jsonb_agg(case channel ->> 'name'
    when 'Mobile JKN' then channel || '{"english":"Look up bills, pay, and join REHAB in the Mobile JKN app."}'
    when 'Care Center' then channel || '{"english":"Information and complaints, day and night."}'
    when 'PANDAWA' then channel || '{"english":"Administrative services by WhatsApp."}'
    when 'BPJS Online' then channel || '{"english":"Services at the branch office and on the official site."}'
    else channel end order by nth)
  from jsonb_array_elements(value -> 'channels') with ordinality as told(channel, nth)))
where key = 'information';
