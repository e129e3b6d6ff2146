"""What the provinces are called, by the first two digits of the codes of their counties (GB/T 2260)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ecodemo.model.message import Name

PROVINCE_NAMES: Mapping[str, Name] = MappingProxyType(
    {
        "11": Name("北京市", "Beijing"),
        "12": Name("天津市", "Tianjin"),
        "13": Name("河北省", "Hebei"),
        "14": Name("山西省", "Shanxi"),
        "15": Name("内蒙古自治区", "Inner Mongolia"),
        "21": Name("辽宁省", "Liaoning"),
        "22": Name("吉林省", "Jilin"),
        "23": Name("黑龙江省", "Heilongjiang"),
        "31": Name("上海市", "Shanghai"),
        "32": Name("江苏省", "Jiangsu"),
        "33": Name("浙江省", "Zhejiang"),
        "34": Name("安徽省", "Anhui"),
        "35": Name("福建省", "Fujian"),
        "36": Name("江西省", "Jiangxi"),
        "37": Name("山东省", "Shandong"),
        "41": Name("河南省", "Henan"),
        "42": Name("湖北省", "Hubei"),
        "43": Name("湖南省", "Hunan"),
        "44": Name("广东省", "Guangdong"),
        "45": Name("广西壮族自治区", "Guangxi"),
        "46": Name("海南省", "Hainan"),
        "50": Name("重庆市", "Chongqing"),
        "51": Name("四川省", "Sichuan"),
        "52": Name("贵州省", "Guizhou"),
        "53": Name("云南省", "Yunnan"),
        "54": Name("西藏自治区", "Tibet"),
        "61": Name("陕西省", "Shaanxi"),
        "62": Name("甘肃省", "Gansu"),
        "63": Name("青海省", "Qinghai"),
        "64": Name("宁夏回族自治区", "Ningxia"),
        "65": Name("新疆维吾尔自治区", "Xinjiang"),
        "71": Name("台湾省", "Taiwan"),
        "81": Name("香港特别行政区", "Hong Kong"),
        "82": Name("澳门特别行政区", "Macao"),
    }
)
