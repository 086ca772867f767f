"""The "F0 01 D0" strips (威利普 and similar): one frame of GB2312 text a row, never answered."""
