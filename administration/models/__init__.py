from administration.models.change import SettingChange
from administration.models.job import SettingJob

__all__ = ["SettingChange", "SettingJob"]
