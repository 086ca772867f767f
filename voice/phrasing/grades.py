"""Disability kinds, whose grade is spoken with the word 残疾: 肢体三级 is 肢体残疾三级."""

DISABILITY_KINDS = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
