-- A part is for those only who may see its report.
update sheaf.reports part
set standing = whole.standing
from sheaf.reports whole
where part.parent_id = whole.id and part.standing <> whole.standing;
